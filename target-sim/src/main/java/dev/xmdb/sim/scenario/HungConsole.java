package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.kmem.Kmem;
import java.util.Random;

/**
 * What differs from one hung console to the next. The first seed's values are those of the session that was once seen and written down.
 *
 * @param runnable threads on the CPU's queue
 * @param ticksSinceSwitch clock ticks since the CPU last switched threads
 * @param oldLevel priority level that the soft interrupt came in at
 */
record HungConsole(
        int runnable,
        long ticksSinceSwitch,
        int oldLevel,
        long consoleThread,
        long softThread,
        long idleThread,
        long mutex,
        long turnstile,
        long consoleQueue,
        long disciplineQueue,
        long stream,
        long entry,
        long inner,
        long outer) {
    /** The seed of the known session's domain. */
    static final long FIRST = 1;

    private static final long SEEN_THREAD = 0xffffff0001593c80L;
    private static final int STACK_SLOT = 0x6000;

    static HungConsole of(long seed, Random random, Kernel kernel) {
        if (seed == FIRST) {
            return new HungConsole(
                    40,
                    1408926,
                    9,
                    SEEN_THREAD,
                    0xffffff00010bfc80L,
                    0xffffff0001505c80L,
                    0xfffffffec13b7ad0L,
                    0xfffffffec33a64d8L,
                    0xfffffffec42cb560L,
                    0xfffffffec42cb2b8L,
                    0xfffffffec42d87b0L,
                    0xfffffffec46ac8d0L,
                    0xfffffffecd6935a0L,
                    0xfffffffec3480300L);
        }
        long[] slots = random.longs(0, 128).distinct().limit(3).toArray();
        return new HungConsole(
                3 + random.nextInt(58),
                100_000 + random.nextInt(2_000_000),
                random.nextInt(10),
                thread(slots[0]),
                thread(slots[1]),
                thread(slots[2]),
                kernel.make("struct xencons").va(),
                kernel.make("turnstile_t").va(),
                kernel.make("queinfo_t").va(),
                kernel.make("queinfo_t").va(),
                kernel.make("stdata_t").va(),
                kernel.make("taskq_ent_t").va(),
                kernel.make("mblk_t").va(),
                kernel.make("mblk_t").va());
    }

    /** Lets the first thread, address space and process number of a process be where they were seen. */
    void promise(Kmem kmem) {
        if (consoleThread == SEEN_THREAD) {
            kmem.promise(kmem.cache("thread_cache"), 0xffffff01d6f09c00L, 0);
            kmem.promise(kmem.cache("as_cache"), 0xffffff01c8c983e8L, 0xffffff01c8ebf8d0L);
            kmem.promise(kmem.cache("kmem_alloc_40"), 0xffffff01d44d7e80L, 0xffffff01d3a2b388L);
        }
    }

    private static long thread(long slot) {
        return 0xffffff0001000000L + (slot + 1) * STACK_SLOT - 0x380;
    }
}
