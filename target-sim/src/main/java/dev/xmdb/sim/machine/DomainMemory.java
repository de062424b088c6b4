package dev.xmdb.sim.machine;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.file.PageSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A domain's pages: a physical allocator that hands out guest frames in no order, holes where the balloon took frames away, and contents.
 * Only pages that were touched take memory.
 */
public final class DomainMemory {
    private static final int VIDEO_MEMORY = 0xa0;
    private static final int END_OF_VIDEO_MEMORY = 0xc0;
    private static final int DEVICES = 0xf0000;
    private static final int END_OF_DEVICES = 0x100000;

    private final int pages;
    private final HostFrames host;
    private final BitSet used = new BitSet();
    private final BitSet ballooned = new BitSet();
    private final Map<Integer, byte[]> contents = new HashMap<>();
    private final int mask;
    private final int factor;
    private int next;

    /**
     * An empty domain.
     *
     * @param pages its size in frames, holes included
     * @param host where its frames come from
     * @param random decides the order of allocation
     */
    public DomainMemory(int pages, HostFrames host, Random random) {
        this.pages = pages;
        this.host = host;
        this.mask = Integer.highestOneBit(pages - 1) * 2 - 1;
        this.factor = random.nextInt(1 << 20) | 1;
        this.next = random.nextInt(1 << 20);
        if (host.virtualisation() == Virtualisation.HVM) {
            withoutFrames(VIDEO_MEMORY, END_OF_VIDEO_MEMORY);
            withoutFrames(DEVICES, END_OF_DEVICES);
        }
    }

    /** Leaves a range of guest frames to devices. */
    private void withoutFrames(int from, int to) {
        if (from < pages) {
            used.set(from, Math.min(to, pages));
            ballooned.set(from, Math.min(to, pages));
        }
    }

    /** Frames of the domain, holes included. */
    public int pages() {
        return pages;
    }

    /** Frames that hold a page. */
    public int present() {
        return pages - ballooned.cardinality();
    }

    /** Where the frames come from. */
    public HostFrames host() {
        return host;
    }

    /** Takes a free frame; it is all zeroes. */
    public long allocate() {
        for (int tries = 0; tries <= mask; tries++) {
            int pfn = (next++ * factor) & mask;
            if (pfn < pages && !used.get(pfn)) {
                used.set(pfn);
                return pfn;
            }
        }
        throw new DomainTooSmallException("the domain's " + pages + " pages are not enough for its kernel");
    }

    /** Makes a frame free again. */
    public void release(long pfn) {
        used.clear((int) pfn);
        contents.remove((int) pfn);
    }

    /** Takes a whole free extent for a 2 MiB page: 512 frames in machine order. Returns the first PFN. */
    public long allocateExtent() {
        for (int pfn = 0; pfn + HostFrames.EXTENT <= pages; pfn += HostFrames.EXTENT) {
            int taken = used.nextSetBit(pfn);
            if (taken < 0 || taken >= pfn + HostFrames.EXTENT) {
                used.set(pfn, pfn + HostFrames.EXTENT);
                host.keepWhole(pfn);
                return pfn;
            }
        }
        throw new DomainTooSmallException("no 2 MiB extent is free");
    }

    /** Gives a free frame back to the host, which leaves a hole. Returns its PFN. */
    public long balloon() {
        long pfn = allocate();
        ballooned.set((int) pfn);
        return pfn;
    }

    /** Takes a page out of the domain, content and all, as a dump that could not read it would. */
    public void lose(long pfn) {
        contents.remove((int) pfn);
        ballooned.set((int) pfn);
    }

    /** Whether the balloon holds a frame. */
    public boolean isBallooned(long pfn) {
        return ballooned.get((int) pfn);
    }

    /** The bytes of a page, to be read and written, in guest byte order. */
    public ByteBuffer page(long pfn) {
        if (pfn < 0 || pfn >= pages || isBallooned(pfn)) {
            throw new IllegalArgumentException("no page at pfn " + Long.toHexString(pfn));
        }
        byte[] bytes = contents.computeIfAbsent((int) pfn, key -> new byte[Frames.PAGE_SIZE]);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Every frame in PFN order, holes as slots without a frame: the order of the older container. */
    public PageSource withHoles() {
        return new Slots() {
            @Override
            public long slots() {
                return pages;
            }

            @Override
            public long pfn(long slot) {
                return ballooned.get((int) slot) ? NO_FRAME : slot;
            }
        };
    }

    /** The frames that hold a page, in PFN order. */
    public PageSource withoutHoles() {
        int[] pfns = new int[present()];
        int count = 0;
        for (int pfn = ballooned.nextClearBit(0); pfn < pages; pfn = ballooned.nextClearBit(pfn + 1)) {
            pfns[count++] = pfn;
        }
        return new Slots() {
            @Override
            public long slots() {
                return pfns.length;
            }

            @Override
            public long pfn(long slot) {
                return pfns[(int) slot];
            }
        };
    }

    private abstract class Slots implements PageSource {
        @Override
        public long mfn(long slot) {
            long pfn = pfn(slot);
            return pfn == NO_FRAME ? NO_FRAME : host.mfn(pfn);
        }

        @Override
        public boolean read(long slot, ByteBuffer page) {
            byte[] bytes = contents.get((int) pfn(slot));
            if (bytes == null) {
                return false;
            }
            page.put(bytes);
            return true;
        }
    }
}
