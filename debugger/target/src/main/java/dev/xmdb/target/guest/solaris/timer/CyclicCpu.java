package dev.xmdb.target.guest.solaris.timer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A CPU's cyclics.
 *
 * @param address where they are managed ({@code cyc_cpu_t})
 * @param cpu the CPU's number
 * @param state what is done with them: {@code online}, {@code offline}, {@code expand}, {@code remove}, {@code suspend} or {@code ????}
 * @param elements how many are in use
 * @param cyclics address of the first cyclic
 * @param all every cyclic, in use or not
 * @param heap places of the cyclics, the one that is due first at the top; only the first {@code elements} are in use
 */
public record CyclicCpu(
        long address, long cpu, String state, int elements, long cyclics, List<Cyclic> all, List<Integer> heap) {
    /** Copies the lists. */
    public CyclicCpu {
        all = List.copyOf(all);
        heap = List.copyOf(heap);
    }

    /** The cyclic that is due first; empty when there is none, or when the heap does not lead to one. */
    public Optional<Cyclic> next() {
        if (elements == 0) {
            return Optional.empty();
        }
        int top = heap.getFirst();
        return top < 0 || top >= all.size() ? Optional.empty() : Optional.of(all.get(top));
    }

    /** The place of each cyclic in the heap; a number that is not less than {@link #elements} for one that is not in use. */
    public List<Integer> places() {
        var places = new ArrayList<Integer>(Collections.nCopies(all.size(), heap.size()));
        for (int place = heap.size() - 1; place >= 0; place--) {
            int index = heap.get(place);
            if (index >= 0 && index < places.size()) {
                places.set(index, place);
            }
        }
        return places;
    }
}
