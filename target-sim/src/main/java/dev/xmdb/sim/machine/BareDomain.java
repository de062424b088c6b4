package dev.xmdb.sim.machine;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.elf.ElfDumpCoreWriter;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.dump.vcpu.GuestContextBuilder;
import dev.xmdb.dump.vcpu.SharedInfoBuilder;
import dev.xmdb.dump.xccore.XcCoreWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A 64-bit domain without an operating system, of any size: one page-table tree that maps guest-physical memory from 0 on at
 * {@link #DIRECT_MAP} with 4 KiB pages, up to the number of pages asked for, and vCPUs that stand in it. All other pages are zero, so
 * that an image of many gigabytes is a sparse file.
 *
 * <p>Frames are scattered the way a host hands them out: extents of 512 machine frames in an order of their own. The first PFNs hold
 * the tables: PFN 0 the root, then the level-3 table, the level-2 tables, the level-1 tables.
 */
public final class BareDomain {
    /** Virtual address at which guest-physical 0 is mapped. */
    public static final long DIRECT_MAP = 0xffff888000000000L;

    private static final int ENTRIES = 512;
    private static final long EXTENT = 512;
    private static final long FIRST_EXTENT = 0x100;
    private static final long EXTENT_STRIDE = 7919;
    private static final long ROOT_PFN = 0;
    private static final long LEVEL_3_PFN = 1;
    private static final long FIRST_LEVEL_2_PFN = 2;
    private static final int ROOT_INDEX = (int) (DIRECT_MAP >>> 39) & (ENTRIES - 1);
    private static final long TABLE_ENTRY = 0x67; // present, writable, user, accessed, dirty
    private static final long VCPU_FLAGS = 0x25; // FPU valid, in kernel, online

    private final boolean paravirtualised;
    private final long pages;
    private final long mapped;
    private final long extentMask;
    private final int level1Tables;
    private final int level2Tables;
    private final int vcpus;

    private BareDomain(boolean paravirtualised, long pages, long mapped, int vcpus) {
        this.paravirtualised = paravirtualised;
        this.pages = pages;
        this.mapped = Math.min(mapped, pages);
        this.vcpus = vcpus;
        // An odd stride permutes the numbers below a power of two.
        this.extentMask = Long.highestOneBit(Math.ceilDiv(pages, EXTENT)) * 2 - 1;
        this.level1Tables = Math.toIntExact(Math.ceilDiv(this.mapped, ENTRIES));
        this.level2Tables = Math.ceilDiv(level1Tables, ENTRIES);
        if (level2Tables > ENTRIES || pages < 2L + level1Tables + level2Tables) {
            throw new IllegalArgumentException(pages + " pages cannot hold the tables that map " + mapped);
        }
    }

    /**
     * A paravirtualised domain: its tables hold machine frames.
     *
     * @param pages how many pages it has
     * @param mapped how many of them are mapped, from PFN 0 on; at most 2^27
     * @param vcpus how many vCPUs it has
     */
    public static BareDomain paravirtualised(long pages, long mapped, int vcpus) {
        return new BareDomain(true, pages, mapped, vcpus);
    }

    /** An auto-translated domain: its tables hold guest frames. Parameters as of {@link #paravirtualised}. */
    public static BareDomain autoTranslated(long pages, long mapped, int vcpus) {
        return new BareDomain(false, pages, mapped, vcpus);
    }

    /** The machine frame behind a guest frame. */
    public long mfn(long pfn) {
        if (!paravirtualised) {
            return pfn;
        }
        long extent = pfn / EXTENT * EXTENT_STRIDE & extentMask;
        return (FIRST_EXTENT + extent) * EXTENT + pfn % EXTENT;
    }

    /** Writes the domain as an ELF dump-core. */
    public void writeElf(Path path) throws IOException {
        ElfDumpCoreWriter writer =
                paravirtualised ? ElfDumpCoreWriter.paravirtualised(Long.BYTES) : ElfDumpCoreWriter.autoTranslated();
        contexts().forEach(writer::vcpu);
        writer.sharedInfo(SharedInfoBuilder.x86_64().p2mTree(pages, 0).build());
        writer.write(path, new Memory());
    }

    /** Writes the domain in the older container. */
    public void writeXcCore(Path path) throws IOException {
        XcCoreWriter writer = paravirtualised ? XcCoreWriter.paravirtualised(Long.BYTES) : XcCoreWriter.hvm(Long.BYTES);
        contexts().forEach(writer::vcpu);
        writer.write(path, new Memory());
    }

    private List<byte[]> contexts() {
        List<byte[]> contexts = new ArrayList<>();
        for (int id = 0; id < vcpus; id++) {
            contexts.add(GuestContextBuilder.x86_64()
                    .flags(VCPU_FLAGS)
                    .register("rip", DIRECT_MAP + id)
                    .register("rsp", DIRECT_MAP + Frames.PAGE_SIZE)
                    .controlRegister(0, 0x80050033L)
                    .controlRegister(3, mfn(0) << Frames.PAGE_SHIFT)
                    .controlRegister(4, 0x660)
                    .build());
        }
        return contexts;
    }

    /** Every page in PFN order: page tables first, zeroes after them. */
    private final class Memory implements PageSource {
        private final long firstLevel1Pfn = FIRST_LEVEL_2_PFN + level2Tables;

        @Override
        public long slots() {
            return pages;
        }

        @Override
        public long pfn(long slot) {
            return slot;
        }

        @Override
        public long mfn(long slot) {
            return BareDomain.this.mfn(slot);
        }

        @Override
        public boolean read(long slot, ByteBuffer page) {
            if (slot >= firstLevel1Pfn + level1Tables) {
                return false;
            }
            page.order(ByteOrder.LITTLE_ENDIAN);
            for (int index = 0; index < ENTRIES; index++) {
                long next = next(slot, index);
                page.putLong(next < 0 ? 0 : mfn(next) << Frames.PAGE_SHIFT | TABLE_ENTRY);
            }
            return true;
        }

        /** The PFN that an entry of a table points to, or -1. */
        private long next(long table, int index) {
            if (table == ROOT_PFN) {
                return index == ROOT_INDEX ? LEVEL_3_PFN : -1;
            }
            if (table == LEVEL_3_PFN) {
                return index < level2Tables ? FIRST_LEVEL_2_PFN + index : -1;
            }
            if (table < firstLevel1Pfn) {
                long level1 = (table - FIRST_LEVEL_2_PFN) * ENTRIES + index;
                return level1 < level1Tables ? firstLevel1Pfn + level1 : -1;
            }
            long pfn = (table - firstLevel1Pfn) * ENTRIES + index;
            return pfn < mapped ? pfn : -1;
        }
    }
}
