package dev.xmdb.target.guest.linux.space;

import java.util.ArrayList;
import java.util.List;

/**
 * The VM_* bits of a mapping. Those below bit 32 have had their places since before 4.14; bits above are of newer kernels and depend on
 * the processor, so they are not named.
 *
 * @param bits the bits
 */
public record MappingFlags(long bits) {
    private static final long READ = 1;
    private static final long WRITE = 2;
    private static final long EXECUTE = 4;
    private static final long MAY_SHARE = 0x80;
    private static final long GROWS_DOWN = 0x100;

    /** The codes of {@code /proc/PID/smaps}, by bit; empty where a bit has none. */
    private static final List<String> CODES = List.of(
            "rd", "wr", "ex", "sh", "mr", "mw", "me", "ms", "gd", "um", "pf", "dw", "uw", "lo", "io", "sr", "rr", "dc",
            "de", "lf", "ac", "nr", "ht", "sf", "ar", "wf", "dd", "sd", "mm", "hg", "nh", "mg");

    /** What may be done with its pages, and whether changes are shared, as {@code /proc/PID/maps} shows it: {@code rw-p}. */
    public String permissions() {
        return (has(READ) ? "r" : "-")
                + (has(WRITE) ? "w" : "-")
                + (has(EXECUTE) ? "x" : "-")
                + (has(MAY_SHARE) ? "s" : "p");
    }

    /** Whether it grows towards lower addresses, as a stack does. */
    public boolean growsDown() {
        return has(GROWS_DOWN);
    }

    /** The codes of the bits that are set, two letters each: those of {@code /proc/PID/smaps}, and {@code lf} for VM_LOCKONFAULT. */
    public List<String> codes() {
        var set = new ArrayList<String>();
        for (int bit = 0; bit < CODES.size(); bit++) {
            if (has(1L << bit)) {
                set.add(CODES.get(bit));
            }
        }
        return List.copyOf(set);
    }

    private boolean has(long bit) {
        return (bits & bit) != 0;
    }
}
