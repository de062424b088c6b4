package dev.xmdb.sim.solaris.run;

import java.util.Arrays;
import java.util.List;

/** A function in progress, and what it was called with. */
public record Frame(String function, List<Long> arguments) {
    /** Stands for an interrupt between the function before it, which was interrupted, and the kernel's entry code. */
    static final Frame INTERRUPTED = of("xen_callback");

    /** Stands for no call at all: the entry of a system call. */
    static final Frame NONE = of("");

    /** The function in which a thread gives up its CPU. */
    static final Frame SWITCH = of("swtch");

    /** A call. */
    public static Frame of(String function, long... arguments) {
        return new Frame(function, Arrays.stream(arguments).boxed().toList());
    }

    long[] values() {
        return arguments.stream().mapToLong(Long::longValue).toArray();
    }
}
