package dev.xmdb.dcmds;

import dev.xmdb.dump.elf.ElfDumpCoreWriter;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** A domain that a test describes page by page. */
public final class DomainBuilder {
    private static final int PAGE = 4096;

    private final TreeMap<Long, ByteBuffer> pages = new TreeMap<>();
    private final LongUnaryOperator mfnOfPfn;

    /**
     * A domain without pages.
     *
     * @param mfnOfPfn the machine frame of a guest frame; the identity for an auto-translated domain
     */
    public DomainBuilder(LongUnaryOperator mfnOfPfn) {
        this.mfnOfPfn = mfnOfPfn;
    }

    /** Gives the domain a page. */
    public ByteBuffer page(long pfn) {
        return pages.computeIfAbsent(pfn, absent -> ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Writes an 8-byte entry that leads to a guest frame. */
    public DomainBuilder entry(long tablePfn, int index, long pfn, long flags) {
        return rawEntry(tablePfn, index, mfnOfPfn.applyAsLong(pfn) << 12 | flags);
    }

    /** Writes an 8-byte entry. */
    public DomainBuilder rawEntry(long tablePfn, int index, long entry) {
        return number(tablePfn, index * Long.BYTES, entry);
    }

    /** Writes an 8-byte number. */
    public DomainBuilder number(long pfn, int offset, long value) {
        page(pfn).putLong(offset, value);
        return this;
    }

    /** Writes text. */
    public DomainBuilder text(long pfn, int offset, String text) {
        page(pfn).put(offset, text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Writes the image and opens it. */
    public Target open(ElfDumpCoreWriter writer, Path file) {
        try {
            writer.write(file, slots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open(file);
    }

    /** Opens an image. */
    static Target open(Path file) {
        try {
            return Targets.open(DomainImages.open(file, OpenProgress.NONE), TargetOptions.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its pages in ascending order. */
    PageSource slots() {
        return new Slots(new ArrayList<>(pages.keySet()));
    }

    private final class Slots implements PageSource {
        private final List<Long> pfns;

        Slots(List<Long> pfns) {
            this.pfns = pfns;
        }

        @Override
        public long slots() {
            return pfns.size();
        }

        @Override
        public long pfn(long slot) {
            return pfns.get((int) slot);
        }

        @Override
        public long mfn(long slot) {
            return mfnOfPfn.applyAsLong(pfn(slot));
        }

        @Override
        public boolean read(long slot, ByteBuffer page) {
            page.put(DomainBuilder.this.page(pfn(slot)).duplicate().rewind());
            return true;
        }
    }
}
