package dev.xmdb.target.guest.solaris.sync;

import java.util.Locale;

/** Kinds of locks. */
public enum LockKind {
    /** An adaptive mutex: who waits for it sleeps. */
    MUTEX,
    /** A lock for which CPUs wait by trying again and again. */
    SPIN,
    /** A readers-writer lock. */
    RWLOCK,
    /** A lock in a process's memory, for which its threads wait in the kernel. */
    USER;

    /** Its name as commands print it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
