package dev.xmdb.target.guest.solaris.hat;

import java.util.List;
import java.util.Optional;

/**
 * What the kernel's own records say about an address.
 *
 * @param steps the entries of its htables, the lowest level first, up to the first one that is not valid
 * @param unmapped whether the last of them is not valid
 * @param frame the frame of the address, as page tables name frames; empty when no entry maps a page there
 */
public record HatLookup(List<Step> steps, boolean unmapped, Optional<Long> frame) {
    /** Copies the list. */
    public HatLookup {
        steps = List.copyOf(steps);
    }

    /** An entry and the htable of its table. */
    public record Step(Htable table, long entry) {}
}
