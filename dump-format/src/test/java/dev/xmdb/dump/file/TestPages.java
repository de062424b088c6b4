package dev.xmdb.dump.file;

import dev.xmdb.dump.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Pages for tests: each is filled with one byte, or all zeroes. */
public final class TestPages implements PageSource {
    private record Page(long pfn, long mfn, byte fill) {}

    private final List<Page> pages = new ArrayList<>();

    /** Adds a page filled with one byte. */
    public TestPages page(long pfn, long mfn, int fill) {
        pages.add(new Page(pfn, mfn, (byte) fill));
        return this;
    }

    /** Adds a slot without a frame. */
    public TestPages padding() {
        return page(NO_FRAME, NO_FRAME, 0);
    }

    @Override
    public long slots() {
        return pages.size();
    }

    @Override
    public long pfn(long slot) {
        return pages.get((int) slot).pfn();
    }

    @Override
    public long mfn(long slot) {
        return pages.get((int) slot).mfn();
    }

    @Override
    public boolean read(long slot, ByteBuffer page) {
        byte fill = pages.get((int) slot).fill();
        for (int index = 0; fill != 0 && index < Frames.PAGE_SIZE; index++) {
            page.put(fill);
        }
        return fill != 0;
    }
}
