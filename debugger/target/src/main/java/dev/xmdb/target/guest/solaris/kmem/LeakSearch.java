package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/**
 * Finds allocated buffers that nothing points to. From roots on, every word of memory that is an address in an allocated buffer makes that
 * buffer reachable, and its own words are looked at in turn. A word that happens to look like an address can hide a leak; a pointer
 * that is kept in another form can make a leak of a buffer that is none.
 */
final class LeakSearch {
    private static final int PIECE = 1 << 16;
    private static final int PAGE = 4096;
    /** Sound kernels have given out less memory that is not there: so many pages are 4 GB. */
    private static final long MOST_HOLES = 1 << 20;

    private final AddressSpace memory;
    private final BufferIndex index;
    private final Effort effort;
    private final IdentityHashMap<KmemSlab, BitSet> reached = new IdentityHashMap<>();
    private final List<KmemBuffer> pending = new ArrayList<>();
    private final byte[] piece = new byte[PIECE];
    private final long mostBytes;
    private long bytes;
    private long holes;
    private boolean cut;

    /**
     * A search.
     *
     * @param mostBytes how many bytes are looked at before what says that they are in use is taken for nonsense
     */
    LeakSearch(AddressSpace memory, BufferIndex index, long mostBytes, Effort effort) {
        this.mostBytes = mostBytes;
        this.memory = memory;
        this.index = index;
        this.effort = effort;
    }

    /**
     * Searches.
     *
     * @param words values that are pointers perhaps
     * @param roots start and length, in pairs, of the memory that is looked at first
     * @param searched the caches whose buffers count, with their contents
     */
    List<KmemBuffer> run(long[] words, LongArrayList roots, List<CacheContents> searched) {
        for (long word : words) {
            reach(word);
        }
        followPending();
        for (int i = 0; i + 1 < roots.size(); i += 2) {
            scan(roots.get(i), roots.get(i + 1));
            followPending();
        }
        var leaked = new ArrayList<KmemBuffer>();
        for (CacheContents contents : searched) {
            for (KmemSlab slab : contents.slabs()) {
                BitSet known = reached.getOrDefault(slab, new BitSet());
                for (int i = 0; i < slab.count(); i++) {
                    if (slab.allocated(i) && !known.get(i)) {
                        leaked.add(new KmemBuffer(contents.cache(), slab, i));
                    }
                }
            }
        }
        return leaked;
    }

    private void followPending() {
        while (!pending.isEmpty()) {
            KmemBuffer buffer = pending.removeLast();
            scan(buffer.address(), buffer.cache().bufferSize());
        }
    }

    private void scan(long from, long length) {
        for (long done = 0; done < length; ) {
            if (bytes > mostBytes || holes > MOST_HOLES) {
                cut = true;
                return;
            }
            long address = from + done;
            // Pieces end at page ends, so that what is missing is left out and nothing else.
            int wanted = (int) Math.min(Math.min(PIECE, length - done), PIECE - (address & (PIECE - 1)));
            int there = (int) memory.readable(address, wanted);
            if (there < wanted) {
                holes++;
                wanted = Math.max(there, (int) Math.min(wanted, PAGE - (address & (PAGE - 1))));
            }
            bytes += wanted;
            effort.advance("looking for pointers", bytes, 0);
            if (there > 0) {
                memory.read(address, piece, 0, there);
                words(address, there);
            }
            done += wanted;
        }
    }

    private void words(long address, int length) {
        int word = memory.wordSize();
        for (int i = (int) (-address & (word - 1)); i + word <= length; i += word) {
            long value = 0;
            for (int b = word - 1; b >= 0; b--) {
                value = value << Byte.SIZE | Byte.toUnsignedLong(piece[i + b]);
            }
            if (value != 0) {
                reach(value);
            }
        }
    }

    private void reach(long value) {
        index.at(BufferIndex.Tier.ORDINARY, value, buffer -> {
            if (buffer.allocated()) {
                BitSet known = reached.computeIfAbsent(buffer.slab(), _ -> new BitSet());
                if (!known.get(buffer.index())) {
                    known.set(buffer.index());
                    pending.add(buffer);
                }
            }
            return true;
        });
    }

    /** Whether more memory is said to be in use than can be, so that not all of it was looked at. */
    boolean cut() {
        return cut;
    }

    /** How many bytes were looked at. */
    long bytes() {
        return bytes;
    }
}
