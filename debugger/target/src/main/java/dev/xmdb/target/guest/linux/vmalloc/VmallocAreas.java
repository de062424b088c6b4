package dev.xmdb.target.guest.linux.vmalloc;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All areas. Up to 6.8 they are in one list in ascending order, {@code vmap_area_list}; since 6.9 in the lists of {@code nr_vmap_nodes}
 * nodes, between which addresses are shared out.
 *
 * @param all the areas in ascending order
 * @param problems what could not be read, one sentence each
 */
public record VmallocAreas(List<VmallocArea> all, List<String> problems) {
    private static final int MOST = 1 << 22;
    private static final int MOST_NODES = 4096;
    private static final int MOST_PROBLEMS = 16;

    /** In the area's own flags up to 5.2: it has a description. */
    private static final long DESCRIBED = 4;

    /** Copies the lists. */
    public VmallocAreas {
        all = List.copyOf(all);
        problems = List.copyOf(problems);
    }

    /**
     * The areas of a guest.
     *
     * @throws TypeDataException when the kernel's types do not tell what an area is, or it has no list of them
     */
    public static VmallocAreas of(LinuxGuest guest) {
        return guest.kept(VmallocAreas.class, () -> {
            var reading = new Reading(guest.memory(), guest.types());
            OptionalLong list = guest.kallsyms().valueOf("vmap_area_list");
            if (list.isPresent()) {
                return reading.read(List.of(list.getAsLong()));
            }
            return reading.ofNodes(
                    variable(guest, "vmap_nodes"), guest.kallsyms().valueOf("nr_vmap_nodes"));
        });
    }

    private static long variable(LinuxGuest guest, String name) {
        return guest.kallsyms()
                .valueOf(name)
                .orElseThrow(() -> new TypeDataException("failed to read " + name + ": unknown symbol name"));
    }

    /** The area that an address is in. */
    public Optional<VmallocArea> at(long address) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(all.get(middle).end(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < all.size() && Long.compareUnsigned(all.get(low).start(), address) <= 0
                ? Optional.of(all.get(low))
                : Optional.empty();
    }

    /** Reads areas from their lists. */
    record Reading(AddressSpace memory, Types types) {

        /**
         * Areas of nodes.
         *
         * @param nodes address of the pointer to the array of nodes
         * @param count address of their number, an int
         */
        VmallocAreas ofNodes(long nodes, OptionalLong count) {
            StructLayout node = types.layout("struct vmap_node");
            long head = node.member("busy.head").offset();
            long first = memory.readLong(nodes);
            int told = count.isPresent() ? memory.readInt(count.getAsLong()) : 1;
            if (told < 1 || told > MOST_NODES) {
                return new VmallocAreas(List.of(), List.of("vmap_nodes: " + told + " nodes are no kernel's"));
            }
            var heads = new ArrayList<Long>();
            for (int i = 0; i < told; i++) {
                heads.add(first + i * node.size() + head);
            }
            return read(heads);
        }

        /** Areas in lists with these heads. */
        VmallocAreas read(List<Long> heads) {
            StructLayout area = types.layout("struct vmap_area");
            long link = area.member("list").offset();
            var all = new ArrayList<VmallocArea>();
            var problems = new ArrayList<String>();
            for (long head : heads) {
                Chain.End end = new Chain("vmalloc areas", memory::readLong, MOST)
                        .followHeaded(head, at -> all.add(area(area.at(memory, at - link), problems)));
                if (end.fault() != null && problems.size() < MOST_PROBLEMS) {
                    problems.add(end.fault());
                }
            }
            all.sort((one, other) -> Long.compareUnsigned(one.start(), other.start()));
            return new VmallocAreas(all, problems);
        }

        private VmallocArea area(StructView area, List<String> problems) {
            long start = area.number("va_start");
            long end = area.number("va_end");
            return new VmallocArea(area.address(), start, end, description(area, problems));
        }

        private Optional<VmallocArea.Description> description(StructView area, List<String> problems) {
            // From 5.3 on the word is shared with others that only areas not in the list use.
            boolean separate = area.layout().has("flags") && area.layout().has("purge_list") && !shared(area.layout());
            long at = area.number("vm");
            if (at == 0 || (separate && (area.number("flags") & DESCRIBED) == 0)) {
                return Optional.empty();
            }
            try {
                StructView own = types.layout("struct vm_struct").at(memory, at);
                return Optional.of(new VmallocArea.Description(
                        at,
                        own.number("flags"),
                        own.number("pages"),
                        Integer.toUnsignedLong((int) own.number("nr_pages")),
                        own.number("phys_addr"),
                        own.number("caller")));
            } catch (MemoryFaultException fault) {
                if (problems.size() < MOST_PROBLEMS) {
                    problems.add("vmalloc area " + Long.toHexString(area.address()) + ": " + fault.getMessage());
                }
                return Optional.empty();
            }
        }

        private static boolean shared(StructLayout area) {
            return area.find("subtree_max_size")
                    .map(other -> other.offset() == area.member("vm").offset())
                    .orElse(false);
        }
    }

    /**
     * The page structures of an area.
     *
     * @param most how many at most
     * @throws MemoryFaultException when the array that leads to them is not in memory
     */
    public static List<Long> pages(AddressSpace memory, VmallocArea.Description description, int most) {
        var pages = new ArrayList<Long>();
        if (description.pages() != 0) {
            for (long i = 0; i < Math.min(most, description.count()); i++) {
                pages.add(memory.readLong(description.pages() + i * Long.BYTES));
            }
        }
        return pages;
    }
}
