package dev.xmdb.target.guest.solaris.thread;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of things that threads wait for, as {@code sobj_type} numbers them. */
public enum SyncObject {
    /** Nothing. */
    NONE(0),
    /** A mutex. */
    MUTEX(1),
    /** A readers/writer lock. */
    RWLOCK(2),
    /** A condition variable. */
    CV(3),
    /** A semaphore. */
    SEMA(4),
    /** An object of a user program's. */
    USER(5),
    /** One that hands its waiters' priority on to its owner. */
    USER_PI(6),
    /** A door. */
    SHUTTLE(7);

    private final long number;

    SyncObject(long number) {
        this.number = number;
    }

    /** The kind with a number. */
    public static Optional<SyncObject> of(long number) {
        return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
    }

    /** The kind with a name, in capitals or not; not {@link #NONE}. */
    public static Optional<SyncObject> named(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind != NONE && kind.name().equalsIgnoreCase(text))
                .findFirst();
    }

    /** Whether threads wait for it on a turnstile, and not on a sleep queue. */
    public boolean onTurnstile() {
        return this == MUTEX || this == RWLOCK || this == USER_PI;
    }
}
