package dev.xmdb.dump.vcpu;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Makes the bytes of a {@code shared_info} page, for image writers. Fields not set are zero. */
public final class SharedInfoBuilder {
    private final SharedInfoLayout layout;
    private final byte[] bytes = new byte[SharedInfoLayout.PAGE_SIZE];
    private final MemorySegment page = MemorySegment.ofArray(bytes);

    private SharedInfoBuilder(SharedInfoLayout layout) {
        this.layout = layout;
    }

    /** Starts the page of a 64-bit guest. */
    public static SharedInfoBuilder x86_64() {
        return new SharedInfoBuilder(SharedInfoLayout.X86_64);
    }

    /** Starts the page of a 32-bit guest. */
    public static SharedInfoBuilder x86_32() {
        return new SharedInfoBuilder(SharedInfoLayout.X86_32);
    }

    /** Sets the slot of a vCPU; id 0 to 31. */
    public SharedInfoBuilder vcpu(int id, SharedInfo.VcpuInfo info) {
        int slot = Objects.checkIndex(id, SharedInfoLayout.VCPUS) * layout.vcpuSize();
        int time = slot + layout.time();
        LittleEndian.put(page, slot + SharedInfoLayout.UPCALL_PENDING, 1, info.upcallPending() ? 1 : 0);
        LittleEndian.put(page, slot + SharedInfoLayout.UPCALL_MASK, 1, info.upcallMask() ? 1 : 0);
        word(slot + layout.pendingSelector(), info.pendingSelector());
        word(slot + layout.cr2(), info.cr2());
        LittleEndian.put(page, time + SharedInfoLayout.TIME_VERSION, Integer.BYTES, info.timeVersion());
        LittleEndian.put(page, time + SharedInfoLayout.TIME_TSC, Long.BYTES, info.tscTimestamp());
        LittleEndian.put(page, time + SharedInfoLayout.TIME_SYSTEM, Long.BYTES, info.systemTime());
        return this;
    }

    /** Sets the pending and mask bits of a 2-level event channel. */
    public SharedInfoBuilder eventChannel(int port, boolean pending, boolean masked) {
        bit(layout.pending(), port, pending);
        bit(layout.mask(), port, masked);
        return this;
    }

    /** Sets the wall clock: version (odd while being updated), seconds since 1970, nanoseconds. */
    public SharedInfoBuilder wallClock(long version, long seconds, long nanoseconds) {
        LittleEndian.put(page, layout.wallClockVersion(), Integer.BYTES, version);
        LittleEndian.put(page, layout.wallClockSeconds(), Integer.BYTES, seconds);
        LittleEndian.put(page, layout.wallClockSecondsHigh(), Integer.BYTES, seconds >>> Integer.SIZE);
        LittleEndian.put(page, layout.wallClockNanoseconds(), Integer.BYTES, nanoseconds);
        return this;
    }

    /** Sets {@code arch.max_pfn} and the root of the three-level p2m tree. */
    public SharedInfoBuilder p2mTree(long maxPfn, long frameListListMfn) {
        return word(layout.maxPfn(), maxPfn).word(layout.frameListList(), frameListListMfn);
    }

    /** Sets {@code arch.nmi_reason}. */
    public SharedInfoBuilder nmiReason(long reason) {
        return word(layout.nmiReason(), reason);
    }

    /** Sets the linear p2m: raw cr3 it is mapped under, its virtual address, its generation (odd while being updated). */
    public SharedInfoBuilder linearP2m(long cr3, long virtualAddress, long generation) {
        return word(layout.p2mCr3(), cr3)
                .word(layout.p2mVirtualAddress(), virtualAddress)
                .word(layout.p2mGeneration(), generation);
    }

    /** The page's 4096 bytes. */
    public byte[] build() {
        return bytes.clone();
    }

    private void bit(int bitmap, int port, boolean set) {
        int offset = bitmap + Objects.checkIndex(port, layout.eventChannels()) / Byte.SIZE;
        int bit = 1 << (port % Byte.SIZE);
        bytes[offset] = (byte) (set ? bytes[offset] | bit : bytes[offset] & ~bit);
    }

    private SharedInfoBuilder word(int offset, long value) {
        LittleEndian.put(page, offset, layout.wordSize(), value);
        return this;
    }
}
