package dev.xmdb.target.guest.solaris.kmem;

/**
 * A cache of buffers of one size, as its {@code kmem_cache_t} tells.
 *
 * @param address of the structure
 * @param name its name, for example {@code as_cache}
 * @param bufferSize bytes in a buffer as its users see it
 * @param chunkSize bytes from one buffer of a slab to the next
 * @param slabSize bytes in a slab
 * @param flags KMF_* flags
 * @param createFlags KMC_* flags
 * @param buffers how many buffers it says its slabs have
 * @param bufctl byte offset of the link that a free buffer without external bufctl holds
 * @param buftag byte offset of a buffer's tag
 * @param verified bytes of a free buffer that hold a pattern
 * @param arena address of the vmem arena its slabs come from
 * @param hash address of the table of external bufctls
 * @param hashMask highest index into it
 */
public record KmemCache(
        long address,
        String name,
        long bufferSize,
        long chunkSize,
        long slabSize,
        int flags,
        int createFlags,
        long buffers,
        long bufctl,
        long buftag,
        long verified,
        long arena,
        long hash,
        long hashMask) {
    /** KMF_AUDIT: bufctls record who allocated or freed. */
    public static final int AUDIT = 1;
    /** KMF_DEADBEEF: free buffers are filled with a pattern. */
    public static final int DEADBEEF = 2;
    /** KMF_REDZONE: a pattern follows every buffer. */
    public static final int REDZONE = 4;
    /** KMF_LITE: a short history of callers lies behind every buffer. */
    public static final int LITE = 0x100;
    /** KMF_HASH: bufctls lie outside the buffers, in a hash table. */
    public static final int HASH = 0x200;

    /** KMC_NOTOUCH: the allocator must not write to the buffers. */
    public static final int NOTOUCH = 0x10000;
    /** KMC_IDENTIFIER: buffers are numbers, not memory. */
    public static final int IDENTIFIER = 0x400000;

    /** Whether its bufctls lie outside its buffers. */
    public boolean hashed() {
        return (flags & HASH) != 0;
    }

    /** How many chains the table of its external bufctls has, as it says; nonsense is not excluded. */
    long buckets() {
        return hashMask + 1;
    }

    /** Whether its bufctls record threads, times and stacks. */
    public boolean audited() {
        return (flags & AUDIT) != 0;
    }

    /** Whether a short history of callers lies behind each of its buffers. */
    public boolean lite() {
        return (flags & LITE) != 0;
    }

    /** Whether its buffers carry tags. */
    public boolean tagged() {
        return (flags & (DEADBEEF | REDZONE | LITE)) != 0;
    }

    /** Whether its buffers are memory that the allocator writes to. */
    public boolean touched() {
        return (createFlags & NOTOUCH) == 0;
    }

    /** Whether its buffers are numbers and not addresses. */
    public boolean identifiers() {
        return (createFlags & IDENTIFIER) != 0;
    }
}
