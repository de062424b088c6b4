package dev.xmdb.target.guest.solaris;

import java.util.List;

/**
 * What the kernel wrote into {@code panicbuf} (sys/panic.h).
 *
 * @param message why it panicked; may hold anything
 * @param values names with values, the registers among them, in the order in which they were written
 */
public record PanicRecord(String message, List<Value> values) {
    /** Copies the list. */
    public PanicRecord {
        values = List.copyOf(values);
    }

    /**
     * A named value.
     *
     * @param name its name; may hold anything
     * @param value the value
     */
    public record Value(String name, long value) {}
}
