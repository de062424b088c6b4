package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.guest.solaris.kmem.BufferDamage.Kind;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the buffers of a cache with what its debugging aids left in them (sys/kmem_impl.h): a pattern in free ones, a redzone behind
 * each, and a word in each tag that tells allocated from free.
 */
final class BufferCheck {
    private static final long FREE_PATTERN = 0xdead_beef_dead_beefL;
    private static final long REDZONE_PATTERN = 0xfeed_face_feed_faceL;
    private static final int REDZONE_HALF = 0xfeed_face;
    private static final int REDZONE_BYTE = 0xbb;
    /** A redzone's upper half tells how many bytes were asked for: times this, and one. */
    private static final int SIZE_FACTOR = 251;

    private static final long ALLOCATED = 0xa110_c8edL;
    private static final long FREE = 0xf4ee_f4eeL;
    private static final int BYTE_MASK = 0xff;
    private static final long INT_MASK = 0xffff_ffffL;
    private static final int MOST_DAMAGE = 100_000;
    private static final int EFFORT_STEP = 0xff;

    private final AddressSpace memory;
    private final KmemCache cache;
    private final StructLayout buftag;
    private final byte[] content;

    private record Mark(Kind kind, long at) {}

    BufferCheck(AddressSpace memory, KmemLayouts layouts, KmemCache cache) {
        this.memory = memory;
        this.cache = cache;
        this.buftag = layouts.buftag();
        this.content = new byte[(int) Math.clamp(cache.verified(), 0, Math.min(cache.chunkSize(), 1 << 20))];
    }

    List<BufferDamage> run(CacheContents contents, Effort effort) {
        var damage = new ArrayList<BufferDamage>();
        long done = 0;
        for (KmemSlab slab : contents.slabs()) {
            for (int i = 0; i < slab.count() && damage.size() < MOST_DAMAGE; i++) {
                if ((++done & EFFORT_STEP) == 0) {
                    effort.advance("verifying " + cache.name(), done, cache.buffers());
                }
                var buffer = new KmemBuffer(cache, slab, i);
                try {
                    Optional<Mark> mark = buffer.allocated() ? allocated(buffer.address()) : free(buffer.address());
                    mark.ifPresent(found -> damage.add(new BufferDamage(buffer, found.kind(), found.at())));
                } catch (MemoryFaultException gone) {
                    damage.add(new BufferDamage(buffer, Kind.UNREADABLE, gone.address()));
                }
            }
        }
        return damage;
    }

    private boolean checksRedzones() {
        return (cache.flags() & KmemCache.REDZONE) != 0 && !cache.lite();
    }

    private long tag(long buffer) {
        return buffer + cache.buftag();
    }

    private Optional<Mark> free(long buffer) {
        if ((cache.flags() & KmemCache.DEADBEEF) != 0) {
            memory.read(buffer, content, 0, content.length);
            for (int i = 0; i < content.length; i++) {
                if (content[i] != (byte) (FREE_PATTERN >>> (i % Long.BYTES * Byte.SIZE))) {
                    return damaged(Kind.FREE_PATTERN, (buffer + i) & -Long.BYTES);
                }
            }
        }
        long redzone = tag(buffer) + buftag.member("bt_redzone").offset();
        // A cache with short histories keeps a free buffer's first word there, or the link to the next free one.
        if (checksRedzones() && memory.readLong(redzone) != REDZONE_PATTERN) {
            return damaged(Kind.REDZONE, redzone);
        }
        return state(buffer, FREE);
    }

    private Optional<Mark> allocated(long buffer) {
        if (checksRedzones()) {
            Optional<Mark> beyond = redzone(buffer);
            if (beyond.isPresent()) {
                return beyond;
            }
        }
        return state(buffer, ALLOCATED);
    }

    /** Behind a buffer of a cache of its own stands the whole pattern, behind one of some size half of it and the size. */
    private Optional<Mark> redzone(long buffer) {
        long redzone = tag(buffer) + buftag.member("bt_redzone").offset();
        if (memory.readLong(redzone) == REDZONE_PATTERN) {
            return Optional.empty();
        }
        long encoded = Integer.toUnsignedLong(memory.readInt(redzone + Integer.BYTES));
        long size = encoded / SIZE_FACTOR;
        if (encoded % SIZE_FACTOR != 1 || size > cache.bufferSize()) {
            return damaged(Kind.REDZONE_SIZE, redzone + Integer.BYTES);
        }
        long mark = buffer + size;
        if (memory.readByte(mark) != REDZONE_BYTE) {
            return damaged(Kind.REDZONE, mark);
        }
        // The mark of a buffer that is used up to its last byte is itself the first byte of the redzone.
        for (int i = 0; i < Integer.BYTES; i++) {
            int expected = redzone + i == mark ? REDZONE_BYTE : REDZONE_HALF >>> (i * Byte.SIZE) & BYTE_MASK;
            if (memory.readByte(redzone + i) != expected) {
                return damaged(Kind.REDZONE, redzone + i);
            }
        }
        return Optional.empty();
    }

    private Optional<Mark> state(long buffer, long expected) {
        long bufctl = memory.readWord(tag(buffer) + buftag.member("bt_bufctl").offset());
        long state = memory.readWord(tag(buffer) + buftag.member("bt_bxstat").offset());
        return ((bufctl ^ state) & INT_MASK) == expected && (bufctl ^ state) >>> Integer.SIZE == 0
                ? Optional.empty()
                : damaged(Kind.STATE, tag(buffer));
    }

    private static Optional<Mark> damaged(Kind kind, long at) {
        return Optional.of(new Mark(kind, at));
    }
}
