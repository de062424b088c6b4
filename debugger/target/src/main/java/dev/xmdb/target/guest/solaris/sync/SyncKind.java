package dev.xmdb.target.guest.solaris.sync;

import java.util.Locale;

/** Kinds of objects that a thread can wait for, by their numbers in the kernel ({@code syncobj_t} of sys/sobject.h). */
public enum SyncKind {
    /** The thread does not wait. */
    NONE,
    /** A mutex. */
    MUTEX,
    /** A readers-writer lock. */
    RWLOCK,
    /** A condition variable. */
    CV,
    /** A semaphore. */
    SEMA,
    /** A lock in a process's memory. */
    USER,
    /** A lock in a process's memory whose holder inherits priorities. */
    USER_PI,
    /** A door. */
    SHUTTLE;

    /** Its name as commands print it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether threads wait for it on a turnstile, and not on a sleep queue. */
    public boolean onTurnstile() {
        return this == MUTEX || this == RWLOCK || this == USER_PI;
    }

    /** The kind with a number; NONE for a number that no kind has. */
    static SyncKind of(long number) {
        return number >= 0 && number < values().length ? values()[(int) number] : NONE;
    }
}
