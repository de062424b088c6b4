package dev.xmdb.target.guest.solaris.thread;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a thread does, as {@code t_state} says. */
public enum ThreadState {
    /** Nothing: it can be used for something else. */
    FREE(0),
    /** It waits for something. */
    SLEEP(1),
    /** It waits for a CPU. */
    RUN(2),
    /** It is on a CPU, or its CPU was taken away by an interrupt. */
    ONPROC(4),
    /** It has ended. */
    ZOMB(8),
    /** It was stopped. */
    STOPPED(0x10),
    /** It waits for its share of the CPUs. */
    WAIT(0x20);

    private final long value;

    ThreadState(long value) {
        this.value = value;
    }

    /** Its value in {@code t_state}. */
    public long value() {
        return value;
    }

    /** Its name as debuggers write it, for example {@code onproc}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with a value. */
    public static Optional<ThreadState> of(long value) {
        return Arrays.stream(values()).filter(state -> state.value == value).findFirst();
    }

    /** The state with a name, in capitals or not. */
    public static Optional<ThreadState> named(String text) {
        return Arrays.stream(values())
                .filter(state -> state.name().equalsIgnoreCase(text))
                .findFirst();
    }

    /** The name of the state with a value; {@code inval/} and the value when there is none. */
    public static String text(long value) {
        return of(value).map(ThreadState::text).orElseGet(() -> String.format(Locale.ROOT, "inval/%02x", value));
    }
}
