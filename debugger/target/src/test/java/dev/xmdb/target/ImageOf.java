package dev.xmdb.target;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.FrameRun;
import dev.xmdb.dump.FrameStatistics;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.ImageFormat;
import dev.xmdb.dump.ImageNote;
import dev.xmdb.dump.ImageSection;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.VcpuContext;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An image that a test describes page by page. Frames are named as the tables name them (MFNs of a PV domain, PFNs otherwise); a PV
 * domain's PFNs are handed out in the order in which its pages are first touched.
 */
public final class ImageOf implements DomainImage, Frames {
    /** Where pages start in the imaginary file. */
    public static final long PAGES_OFFSET = 0x3000;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final FrameAbsence GONE = FrameAbsence.NOT_IN_IMAGE;

    private final DomainKind kind;
    private final FrameNaming naming;
    private final int wordSize;
    private final MemorySegment bytes;
    private final Map<Long, Long> slotOfFrame = new HashMap<>();
    private final List<Long> frameOfSlot = new ArrayList<>();
    private final List<VcpuContext> vcpus = new ArrayList<>();
    private Optional<XenVersion> version = Optional.empty();

    private ImageOf(DomainKind kind, int wordSize, MemorySegment bytes) {
        this.kind = kind;
        this.naming = kind == DomainKind.PV ? FrameNaming.MFN : FrameNaming.PFN;
        this.wordSize = wordSize;
        this.bytes = bytes;
    }

    /** A PV domain with room for some pages. */
    public static ImageOf pv(int wordSize, int pages) {
        return new ImageOf(DomainKind.PV, wordSize, room(pages));
    }

    /** An HVM domain with room for some pages. */
    public static ImageOf hvm(int pages) {
        return hvm(room(pages));
    }

    /** An HVM domain whose file is some segment. */
    public static ImageOf hvm(MemorySegment bytes) {
        return new ImageOf(DomainKind.HVM, 8, bytes);
    }

    private static MemorySegment room(int pages) {
        return MemorySegment.ofArray(new byte[(int) PAGES_OFFSET + pages * PAGE_SIZE]);
    }

    /** Gives the image a page (if it has it not yet). */
    public ImageOf page(long frame) {
        slotOfFrame.computeIfAbsent(frame, absent -> {
            frameOfSlot.add(absent);
            return frameOfSlot.size() - 1L;
        });
        return this;
    }

    /** Writes a word into a page. */
    public ImageOf put(long frame, int offset, long value) {
        page(frame);
        bytes.set(LONG, fileOffset(frame) + offset, value);
        return this;
    }

    /** Writes four bytes into a page. */
    public ImageOf putInt(long frame, int offset, long value) {
        page(frame);
        bytes.set(INT, fileOffset(frame) + offset, (int) value);
        return this;
    }

    /** Writes an 8-byte entry into a table. */
    public ImageOf entry(long table, int index, long value) {
        return put(table, index * Long.BYTES, value);
    }

    /** Writes text into a page. */
    public ImageOf text(long frame, int offset, String text) {
        page(frame);
        for (int i = 0; i < text.length(); i++) {
            bytes.set(ValueLayout.JAVA_BYTE, fileOffset(frame) + offset + i, (byte) text.charAt(i));
        }
        return this;
    }

    /** Adds a vCPU. */
    public ImageOf vcpu(VcpuContext context) {
        vcpus.add(context);
        return this;
    }

    /** Sets what the host says it can run. */
    public ImageOf capabilities(String capabilities) {
        version = Optional.of(new XenVersion(3, 0, "", "", "", "", "", capabilities, "", 0, 0));
        return this;
    }

    /** File offset of a page that the image has. */
    public long fileOffset(long frame) {
        return PAGES_OFFSET + slotOfFrame.get(frame) * PAGE_SIZE;
    }

    private long offset(long frame) {
        Long slot = slotOfFrame.get(frame);
        return slot == null ? ABSENT : PAGES_OFFSET + slot * PAGE_SIZE;
    }

    @Override
    public long fileOffsetOfPfn(long pfn) {
        if (naming == FrameNaming.PFN) {
            return offset(pfn);
        }
        return pfn >= 0 && pfn < frameOfSlot.size() ? PAGES_OFFSET + pfn * PAGE_SIZE : ABSENT;
    }

    @Override
    public long fileOffsetOfMfn(long mfn) {
        return offset(mfn);
    }

    @Override
    public long mfnOfPfn(long pfn) {
        if (naming == FrameNaming.PFN) {
            return slotOfFrame.containsKey(pfn) ? pfn : ABSENT;
        }
        return pfn >= 0 && pfn < frameOfSlot.size() ? frameOfSlot.get((int) pfn) : ABSENT;
    }

    @Override
    public long pfnOfMfn(long mfn) {
        Long slot = slotOfFrame.get(mfn);
        if (slot == null) {
            return ABSENT;
        }
        return naming == FrameNaming.PFN ? mfn : slot;
    }

    @Override
    public FrameAbsence absenceOfPfn(long pfn) {
        return GONE;
    }

    @Override
    public FrameAbsence absenceOfMfn(long mfn) {
        return GONE;
    }

    @Override
    public FrameStatistics statistics() {
        int pages = frameOfSlot.size();
        return new FrameStatistics(pages, pages, 0, 0, 0, 0, pages - 1, 0, pages, false);
    }

    @Override
    public void scanRuns(Predicate<FrameRun> action) {
        for (int slot = 0; slot < frameOfSlot.size(); slot++) {
            long frame = frameOfSlot.get(slot);
            if (!action.test(new FrameRun(naming == FrameNaming.PFN ? frame : slot, frame, slot, 1))) {
                return;
            }
        }
    }

    @Override
    public String rule() {
        return "a test's description";
    }

    @Override
    public Path path() {
        return Path.of("described.core");
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.ELF_DUMP_CORE;
    }

    @Override
    public DomainKind kind() {
        return kind;
    }

    @Override
    public FrameNaming frameNaming() {
        return naming;
    }

    @Override
    public int wordSize() {
        return wordSize;
    }

    @Override
    public MemorySegment bytes() {
        return bytes;
    }

    @Override
    public List<VcpuContext> vcpus() {
        return List.copyOf(vcpus);
    }

    @Override
    public Optional<SharedInfo> sharedInfo() {
        return Optional.empty();
    }

    @Override
    public Optional<XenVersion> xenVersion() {
        return version;
    }

    @Override
    public Frames frames() {
        return this;
    }

    @Override
    public List<ImageSection> sections() {
        return List.of();
    }

    @Override
    public List<ImageNote> notes() {
        return List.of();
    }

    @Override
    public List<String> degradations() {
        return List.of("the image's own");
    }

    @Override
    public void close() {}
}
