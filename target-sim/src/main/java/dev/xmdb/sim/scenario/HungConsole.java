package dev.xmdb.sim.scenario;

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
    private static final long FIRST = 1;
    private static final long HEAP = 0xfffffffec0000000L;
    private static final int STACK_SLOT = 0x6000;

    static HungConsole of(long seed, Random random) {
        if (seed == FIRST) {
            return new HungConsole(
                    40,
                    1408926,
                    9,
                    0xffffff0001593c80L,
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
        long[] pages = random.longs(0, 0xf000).distinct().limit(8).toArray();
        return new HungConsole(
                3 + random.nextInt(58),
                100_000 + random.nextInt(2_000_000),
                random.nextInt(10),
                thread(slots[0]),
                thread(slots[1]),
                thread(slots[2]),
                object(pages[0], random),
                object(pages[1], random),
                object(pages[2], random),
                object(pages[3], random),
                object(pages[4], random),
                object(pages[5], random),
                object(pages[6], random),
                object(pages[7], random));
    }

    private static long thread(long slot) {
        return 0xffffff0001000000L + (slot + 1) * STACK_SLOT - 0x380;
    }

    private static long object(long page, Random random) {
        return HEAP + page * 0x1000 + random.nextInt(0x1c0) * 8L;
    }
}
