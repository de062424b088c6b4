package dev.xmdb.sim.solaris.kmem;

/**
 * What a cache is made for, and what follows from that for its buffers: the arithmetic of the kernel's {@code kmem_cache_create}.
 *
 * @param name its name
 * @param bufferSize bytes of a buffer as its clients see it
 * @param alignment of a buffer, a power of two
 * @param flags {@code cache_flags}
 * @param creationFlags {@code cache_cflags}
 * @param arena name of the arena that its slabs come from
 * @param constructor symbol of its constructor; empty for none
 */
public record CacheKind(
        String name, int bufferSize, int alignment, int flags, int creationFlags, String arena, String constructor) {
    /** Every transaction is recorded. */
    public static final int AUDIT = 0x1;

    /** Free buffers are filled with a pattern. */
    public static final int DEADBEEF = 0x2;

    /** A word behind each buffer tells whether somebody wrote too far. */
    public static final int REDZONE = 0x4;

    /** What freed buffers held is recorded. */
    public static final int CONTENTS = 0x8;

    /** Everything that debugging can switch on. */
    public static final int DEBUG = AUDIT | DEADBEEF | REDZONE | CONTENTS;

    /** The last callers are kept behind each buffer. */
    public static final int LITE = 0x100;

    /** Buffers have control blocks outside of them. */
    public static final int HASH = 0x200;

    /** Creation: nothing may be written into free buffers. */
    public static final int NO_TOUCH = 0x10000;

    /** Creation: no debugging. */
    public static final int NO_DEBUG = 0x20000;

    /** Creation: control blocks are in the buffers. */
    public static final int NO_HASH = 0x80000;

    /** Creation: one of the general caches. */
    public static final int GENERAL = 0x200000;

    /** Callers that a buffer of a cache with {@link #LITE} remembers. */
    public static final int LITE_CALLERS = 4;

    private static final int WORD = Long.BYTES;
    private static final int TAG = 24;
    private static final int PAGE = 4096;
    private static final int VOID_FRACTION = 8;
    private static final int SLAB_STRUCTURE = 80;
    private static final int MOST_VERIFIED = 256;

    /** This kind with a control block for each buffer, whatever its size. */
    CacheKind hashed() {
        return with(flags | HASH);
    }

    private CacheKind with(int other) {
        return new CacheKind(name, bufferSize, alignment, other, creationFlags, arena, constructor);
    }

    /** Whether buffers have control blocks outside of them. */
    public boolean isHashed() {
        return (flags & HASH) != 0;
    }

    /** Whether every transaction is recorded. */
    public boolean isAudited() {
        return (flags & AUDIT) != 0;
    }

    /** Whether it is known who had a buffer last. */
    boolean remembers() {
        return isAudited() || (flags & LITE) != 0;
    }

    /** Whether buffers have tags behind them. */
    public boolean isTagged() {
        return (flags & (AUDIT | REDZONE | LITE)) != 0;
    }

    /** Offset of the control block in a buffer, where control blocks are in the buffers. */
    public int controlOffset() {
        int room = roundUp(bufferSize, WORD);
        return isTagged() ? room : room - WORD;
    }

    /** Offset of a buffer's tag; 0 when it has none. */
    public int tagOffset() {
        return isTagged() ? roundUp(bufferSize, WORD) : 0;
    }

    /** Bytes of a buffer with everything behind it. */
    public int chunkSize() {
        int size = roundUp(bufferSize, WORD);
        if ((flags & LITE) != 0) {
            size += TAG + LITE_CALLERS * WORD;
        } else if (isTagged()) {
            size += TAG;
        }
        return roundUp(size, alignment);
    }

    /** Bytes of a free buffer that hold the pattern. */
    public int verified() {
        if ((flags & LITE) != 0) {
            return WORD;
        }
        return (flags & DEADBEEF) != 0 ? Math.min(tagOffset(), MOST_VERIFIED) : 0;
    }

    /** Whether a cache of this size would keep its control blocks outside of its buffers. */
    boolean wantsHash() {
        return (creationFlags & NO_HASH) == 0
                && ((creationFlags & NO_TOUCH) != 0 || isAudited() || chunkSize() >= PAGE / VOID_FRACTION);
    }

    /** Bytes of a slab: those that waste least among the sizes for up to 8 buffers. */
    public int slabSize() {
        if (!isHashed()) {
            return PAGE;
        }
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int chunks = 1; chunks <= VOID_FRACTION; chunks++) {
            int size = roundUp(chunkSize() * chunks, PAGE);
            chunks = size / chunkSize();
            int waste = size % chunkSize() / chunks;
            if (waste < least) {
                least = waste;
                best = size;
            }
        }
        return best;
    }

    private int usable() {
        return isHashed() ? slabSize() : slabSize() - SLAB_STRUCTURE;
    }

    /** Buffers in a slab. */
    public int chunks() {
        return usable() / chunkSize();
    }

    /** The furthest that the first buffer of a slab may be from its start. */
    public int largestColor() {
        return usable() % chunkSize();
    }

    static int roundUp(int size, int unit) {
        return Math.ceilDiv(size, unit) * unit;
    }
}
