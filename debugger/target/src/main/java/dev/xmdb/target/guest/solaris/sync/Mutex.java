package dev.xmdb.target.guest.solaris.sync;

/**
 * A mutex. Which of the two kinds it is shows in its first byte: a spin mutex has 0xff there, which is never the lowest byte of a
 * thread's address (sys/mutex_impl.h of the x86 kernels).
 */
public sealed interface Mutex {

    /** Where it is. */
    long address();

    /** Whether its bits can be those of a mutex of its kind. */
    boolean sound();

    /**
     * A mutex whose waiters sleep.
     *
     * @param address where it is
     * @param owner the thread that holds it; 0 when it is free
     * @param waiters whether threads wait for it
     * @param destroyed whether it bears the mark of a destroyed one
     */
    record Adaptive(long address, long owner, boolean waiters, boolean destroyed) implements Mutex {
        @Override
        public boolean sound() {
            return !destroyed && (owner != 0 || !waiters);
        }
    }

    /**
     * A mutex whose waiters spin with interrupts of some levels blocked.
     *
     * @param address where it is
     * @param lock its lock byte: 0 or 0xff
     * @param filler what lies between the bytes that are used
     * @param minimumLevel the interrupt level that its holder runs at, at least
     * @param oldLevel the level that its holder came from
     */
    record Spin(long address, int lock, int filler, int minimumLevel, int oldLevel) implements Mutex {
        private static final int LOCKED = 0xff;
        private static final int HIGHEST_LEVEL = 15;

        /** Whether a CPU holds it. */
        public boolean held() {
            return lock == LOCKED;
        }

        @Override
        public boolean sound() {
            return filler == 0
                    && minimumLevel <= HIGHEST_LEVEL
                    && oldLevel <= HIGHEST_LEVEL
                    && (lock == 0 || lock == LOCKED);
        }
    }
}
