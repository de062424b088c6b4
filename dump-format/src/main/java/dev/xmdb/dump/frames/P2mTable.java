package dev.xmdb.dump.frames;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/** Pairs of PFN and MFN (dump-core-format note, {@code .xen_p2m}). */
record P2mTable(MemorySegment table) implements FrameTable {
    /** Bytes of an entry. */
    static final long ENTRY = 16;

    private static final long MFN = 8;

    @Override
    public long entries() {
        return table.byteSize() / ENTRY;
    }

    @Override
    public MachineFrames machineFrames() {
        return MachineFrames.LISTED;
    }

    @Override
    public long pfn(long slot) {
        return LittleEndian.u64(table, slot * ENTRY);
    }

    @Override
    public long mfn(long slot) {
        return LittleEndian.u64(table, slot * ENTRY + MFN);
    }

    @Override
    public void load(long first, int count, long[] numbers) {
        // One bulk copy: this runs once, before the JIT has seen anything of it.
        MemorySegment.copy(table, LittleEndian.LONG, first * ENTRY, numbers, 0, count * 2);
    }

    @Override
    public boolean zero(long pfn, long mfn) {
        return (pfn | mfn) == 0;
    }
}
