package dev.xmdb.dump.vcpu;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** A view of the bytes of a {@code shared_info} page. */
public final class SharedInfoPage implements SharedInfo {
    private final MemorySegment page;
    private final SharedInfoLayout layout;

    /**
     * Views a page.
     *
     * @param page {@link SharedInfoLayout#PAGE_SIZE} bytes
     * @param layout how they are laid out
     * @throws IllegalArgumentException when there are too few bytes
     */
    public SharedInfoPage(MemorySegment page, SharedInfoLayout layout) {
        if (page.byteSize() < SharedInfoLayout.PAGE_SIZE) {
            throw new IllegalArgumentException(page.byteSize() + " bytes hold no shared_info page");
        }
        this.page = page;
        this.layout = layout;
    }

    @Override
    public int wordSize() {
        return layout.wordSize();
    }

    @Override
    public int eventChannels() {
        return layout.eventChannels();
    }

    @Override
    public boolean pending(int port) {
        return bit(layout.pending(), port);
    }

    @Override
    public boolean masked(int port) {
        return bit(layout.mask(), port);
    }

    @Override
    public VcpuInfo vcpu(int id) {
        int slot = Objects.checkIndex(id, SharedInfoLayout.VCPUS) * layout.vcpuSize();
        int time = slot + layout.time();
        return new VcpuInfo(
                LittleEndian.u8(page, slot + SharedInfoLayout.UPCALL_PENDING) != 0,
                LittleEndian.u8(page, slot + SharedInfoLayout.UPCALL_MASK) != 0,
                word(slot + layout.pendingSelector()),
                word(slot + layout.cr2()),
                LittleEndian.u32(page, time + SharedInfoLayout.TIME_VERSION),
                LittleEndian.u64(page, time + SharedInfoLayout.TIME_TSC),
                LittleEndian.u64(page, time + SharedInfoLayout.TIME_SYSTEM));
    }

    @Override
    public long wallClockVersion() {
        return LittleEndian.u32(page, layout.wallClockVersion());
    }

    @Override
    public long wallClockSeconds() {
        return (LittleEndian.u32(page, layout.wallClockSecondsHigh()) << Integer.SIZE)
                | LittleEndian.u32(page, layout.wallClockSeconds());
    }

    @Override
    public long wallClockNanoseconds() {
        return LittleEndian.u32(page, layout.wallClockNanoseconds());
    }

    @Override
    public long maxPfn() {
        return word(layout.maxPfn());
    }

    @Override
    public long frameListListMfn() {
        return word(layout.frameListList());
    }

    @Override
    public long nmiReason() {
        return word(layout.nmiReason());
    }

    @Override
    public long p2mCr3() {
        return word(layout.p2mCr3());
    }

    @Override
    public long p2mVirtualAddress() {
        return word(layout.p2mVirtualAddress());
    }

    @Override
    public long p2mGeneration() {
        return word(layout.p2mGeneration());
    }

    private boolean bit(int bitmap, int port) {
        Objects.checkIndex(port, layout.eventChannels());
        return ((LittleEndian.u8(page, bitmap + port / Byte.SIZE) >>> (port % Byte.SIZE)) & 1) != 0;
    }

    private long word(int offset) {
        return LittleEndian.unsigned(page, offset, layout.wordSize());
    }
}
