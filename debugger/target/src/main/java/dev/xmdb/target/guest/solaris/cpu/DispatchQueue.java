package dev.xmdb.target.guest.solaris.cpu;

import dev.xmdb.target.types.StructView;

/**
 * A {@code disp_t}: the threads that wait for a CPU, in a list for each priority.
 *
 * @param view the structure
 */
public record DispatchQueue(StructView view) {
    /** More priorities than any kernel has. */
    static final int MOST_PRIORITIES = 1024;

    /** Where it is. */
    public long address() {
        return view.address();
    }

    /** How many threads are on it, as it says. */
    public long runnable() {
        return view.number("disp_nrunnable");
    }

    /** How many priorities it has lists for. */
    public long priorities() {
        return view.number("disp_npri");
    }

    /** Address of its lists, the lowest priority's first. */
    public long lists() {
        return view.number("disp_q");
    }
}
