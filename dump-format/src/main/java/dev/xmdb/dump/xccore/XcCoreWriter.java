package dev.xmdb.dump.xccore;

import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.dump.file.SparseOutput;
import dev.xmdb.dump.vcpu.ContextLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes xc_core files as the tools of Xen 3.0.2 to 3.0.4 did. Memory use does not depend on the image's size. */
public final class XcCoreWriter {
    private static final long MAX_OFFSET = 0xffff_ffffL;

    private final long magic;
    private final ContextLayout layout;
    private final List<byte[]> contexts = new ArrayList<>();

    private XcCoreWriter(long magic, ContextLayout layout) {
        this.magic = magic;
        this.layout = layout;
    }

    /**
     * Starts the image of a PV domain.
     *
     * @param wordSize bytes in a word of the tools that write it, 8 or 4; it sets the layout of contexts and the width of the index
     */
    public static XcCoreWriter paravirtualised(int wordSize) {
        return new XcCoreWriter(XcCoreHeader.MAGIC_PV, ContextLayout.of(wordSize));
    }

    /** Starts the image of an HVM domain, as Xen 3.0.4 marked it; the word size as for a PV domain. */
    public static XcCoreWriter hvm(int wordSize) {
        return new XcCoreWriter(XcCoreHeader.MAGIC_HVM, ContextLayout.of(wordSize));
    }

    /** Adds a vCPU; the context has exactly the size of the layout. */
    public XcCoreWriter vcpu(byte[] context) {
        if (context.length != layout.size()) {
            throw new IllegalArgumentException("a context of " + context.length + " bytes instead of " + layout.size());
        }
        contexts.add(context.clone());
        return this;
    }

    /**
     * Writes the image.
     *
     * @param path created, or replaced
     * @param pages what it holds; only machine frames are written, and {@link PageSource#NO_FRAME} makes a hole
     * @throws IOException when the file cannot be written or a page cannot be had
     */
    public void write(Path path, PageSource pages) throws IOException {
        long index = XcCoreHeader.SIZE + (long) contexts.size() * layout.size();
        long firstPage = XcCoreHeader.roundUp(index + pages.slots() * layout.wordSize());
        if (firstPage > MAX_OFFSET) {
            throw new IllegalArgumentException(pages.slots() + " pages are more than this container has room to list");
        }
        byte[] bytes = new byte[XcCoreHeader.SIZE];
        MemorySegment header = MemorySegment.ofArray(bytes);
        LittleEndian.put(header, XcCoreHeader.MAGIC, Integer.BYTES, magic);
        LittleEndian.put(header, XcCoreHeader.VCPUS, Integer.BYTES, contexts.size());
        LittleEndian.put(header, XcCoreHeader.PAGES, Integer.BYTES, pages.slots());
        LittleEndian.put(header, XcCoreHeader.CONTEXTS_OFFSET, Integer.BYTES, XcCoreHeader.SIZE);
        LittleEndian.put(header, XcCoreHeader.INDEX_OFFSET, Integer.BYTES, index);
        LittleEndian.put(header, XcCoreHeader.PAGES_OFFSET, Integer.BYTES, firstPage);
        try (SparseOutput out = SparseOutput.create(path)) {
            out.write(bytes);
            for (byte[] context : contexts) {
                out.write(context);
            }
            for (long slot = 0; slot < pages.slots(); slot++) {
                out.writeWord(pages.mfn(slot), layout.wordSize());
            }
            out.skipTo(firstPage);
            out.writePages(pages);
        }
    }
}
