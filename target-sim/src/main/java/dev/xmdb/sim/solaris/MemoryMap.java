package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.machine.PageTables;
import dev.xmdb.sim.machine.Virtualisation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The kernel's own knowledge of memory, written last of all: the table of machine frames and the lists that lead the hypervisor's tools
 * to it, the hat layer's page-table descriptors, the lists of physical memory.
 */
public final class MemoryMap {
    private static final int ENTRIES = Frames.PAGE_SIZE / Long.BYTES;
    private static final int LEVELS = 4;
    private static final int BITS = 9;
    private static final int HASH = 64;
    private static final long XEN_START = 0xffff800000000000L;

    private final Kernel kernel;
    private final List<HatTable> described = new ArrayList<>();

    /** A page-table descriptor. */
    public record HatTable(long hat, long htable, int level, long va, long pfn) {}

    /** For {@code kernel}. */
    public MemoryMap(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Every page-table descriptor. */
    public List<HatTable> described() {
        return described;
    }

    /** Writes everything. Returns the machine frame of the root of the frame lists, or 0 for a guest that needs none. */
    public long write(List<GuestProcess> processes) {
        boolean lists = kernel.virtualisation() == Virtualisation.PV;
        int pages = kernel.memory().pages();
        int listPages = Math.ceilDiv(pages, ENTRIES);
        long list = lists ? kernel.heap().allocate((long) pages * Long.BYTES, Frames.PAGE_SIZE) : 0;
        long frames = lists ? kernel.heap().allocate((long) listPages * Long.BYTES, Frames.PAGE_SIZE) : 0;
        long roots = lists ? kernel.heap().allocate(Frames.PAGE_SIZE, Frames.PAGE_SIZE) : 0;
        settings();
        physicalMemory();
        hats(processes);
        if (!lists) {
            return 0;
        }
        machineFrames(list, pages);
        listFrames(frames, list, listPages);
        listFrames(roots, frames, Math.ceilDiv(listPages, ENTRIES));
        kernel.set("mfn_list", list);
        kernel.set("mfn_count", pages);
        kernel.set("xen_virt_start", XEN_START);
        kernel.set("mfn_list_pages", frames);
        kernel.set("mfn_list_pages_page", roots);
        long startInfo = kernel.space().getLong(kernel.symbols().address("xen_info"));
        if (startInfo != 0) {
            kernel.at("start_info_t", startInfo).set("mfn_list", list);
        }
        return mfn(roots);
    }

    private void machineFrames(long list, int pages) {
        ByteBuffer page = ByteBuffer.allocate(Frames.PAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int first = 0; first < pages; first += ENTRIES) {
            page.clear();
            for (int pfn = first; pfn < Math.min(first + ENTRIES, pages); pfn++) {
                page.putLong(
                        kernel.memory().isBallooned(pfn)
                                ? -1
                                : kernel.memory().host().mfn(pfn));
            }
            kernel.space().put(list + (long) first * Long.BYTES, Arrays.copyOf(page.array(), page.position()));
        }
    }

    private void listFrames(long target, long list, int count) {
        for (int page = 0; page < count; page++) {
            kernel.space().putLong(target + (long) page * Long.BYTES, mfn(list + (long) page * Frames.PAGE_SIZE));
        }
    }

    private long mfn(long va) {
        return kernel.memory().host().mfn(kernel.space().tables().pfn(va));
    }

    private void settings() {
        GuestStruct mmu = kernel.variable("struct hat_mmu_info", "mmu")
                .set("pt_nx", PageFlags.NO_EXECUTE)
                .set("pt_global", kernel.virtualisation() == Virtualisation.PV ? 0 : PageFlags.GLOBAL)
                .set("highest_pfn", kernel.memory().pages() - 1L)
                .set("num_level", LEVELS)
                .set("max_level", LEVELS - 1L)
                .set("max_page_level", 1)
                .set("ptes_per_table", ENTRIES)
                .set("top_level_count", ENTRIES)
                .set("hash_cnt", HASH)
                .set("vlp_hash_cnt", HASH)
                .set("pae_hat", 1)
                .set("hole_start", 0x0000800000000000L)
                .set("hole_end", 0xffff800000000000L)
                .set("pte_size", Long.BYTES)
                .set("pte_size_shift", 3);
        for (int level = 0; level < LEVELS; level++) {
            int shift = Frames.PAGE_SHIFT + level * BITS;
            mmu.set("level_shift", level, shift)
                    .set("level_size", level, 1L << shift)
                    .set("level_offset", level, (1L << shift) - 1)
                    .set("level_mask", level, -(1L << shift));
        }
        kernel.set("kernelbase", 0xfffffd8000000000L);
    }

    private void physicalMemory() {
        long size = (long) kernel.memory().pages() * Frames.PAGE_SIZE;
        kernel.set(
                "phys_install", kernel.make("struct memlist").set("size", size).va());
        kernel.set("phys_avail", kernel.make("struct memlist").set("size", size).va());
        kernel.set("physmem", kernel.memory().present());
    }

    private void hats(List<GuestProcess> processes) {
        GuestStruct kas = kernel.variable("struct as", "kas");
        GuestStruct first = kernel.variable("struct hat", "hat_kas").set("hat_as", kas.va());
        kas.set("a_hat", first.va());
        long buckets = kernel.heap().allocate((long) HASH * Long.BYTES);
        first.set("hat_num_hash", HASH).set("hat_ht_hash", buckets);
        GuestStruct previous = first;
        List<Hat> hats = new ArrayList<>();
        for (GuestProcess process : processes) {
            PageTables tables = process.tables();
            if (tables != null) {
                GuestStruct hat =
                        kernel.make("struct hat").set("hat_as", process.proc().get("p_as"));
                kernel.at("struct as", process.proc().get("p_as")).set("a_hat", hat.va());
                hat.set("hat_num_hash", HASH)
                        .set("hat_ht_hash", kernel.heap().allocate((long) HASH * Long.BYTES))
                        .set("hat_user_ptable", kernel.virtualisation() == Virtualisation.PV ? tables.userRoot() : 0)
                        .set("hat_prev", previous.va());
                previous.set("hat_next", hat.va());
                hats.add(new Hat(hat, tables, descriptors(tables)));
                previous = hat;
            }
        }
        PageTables own = kernel.space().tables();
        // The memory for the descriptors of the kernel's tables may itself take more tables.
        hats.addFirst(new Hat(first, own, descriptors(own)));
        for (Hat each : hats) {
            if (each.tables() != own) {
                each.tables().shareUpperHalf(own);
            }
            describe(each);
        }
    }

    /** An address space whose tables are to be described. */
    private record Hat(GuestStruct hat, PageTables tables, List<Long> descriptors) {}

    private List<Long> descriptors(PageTables tables) {
        List<Long> descriptors = new ArrayList<>();
        while (descriptors.size() < tables.tables().size()) {
            descriptors.add(kernel.make("struct htable").va());
        }
        return descriptors;
    }

    private void describe(Hat each) {
        GuestStruct hat = each.hat();
        Map<Long, Long> above = new HashMap<>();
        Map<Long, Long> level = new HashMap<>();
        int current = LEVELS - 1;
        Iterator<Long> descriptors = each.descriptors().iterator();
        for (PageTables.Table table : each.tables().tables()) {
            if (table.level() != current) {
                current = table.level();
                above = level;
                level = new HashMap<>();
            }
            long va = descriptors.next();
            level.put(table.va(), va);
            GuestStruct htable = kernel.at("struct htable", va)
                    .set("ht_hat", hat.va())
                    .set("ht_vaddr", table.va())
                    .set("ht_level", table.level())
                    .set("ht_valid_cnt", each.tables().entries(table))
                    .set("ht_pfn", table.pfn());
            if (current == LEVELS - 1) {
                hat.set("hat_htable", va);
            } else {
                long span = Frames.PAGE_SHIFT + (current + 2L) * BITS;
                long parent = current == LEVELS - 2 ? 0 : table.va() & -(1L << span);
                htable.set("ht_parent", above.getOrDefault(parent, 0L));
            }
            long bucket = hat.get("hat_ht_hash") + (long) Long.BYTES * hash(table);
            long old = kernel.space().getLong(bucket);
            htable.set("ht_next", old);
            if (old != 0) {
                kernel.at("struct htable", old).set("ht_prev", va);
            }
            kernel.space().putLong(bucket, va);
            described.add(new HatTable(hat.va(), va, table.level(), table.va(), table.pfn()));
        }
    }

    private static long hash(PageTables.Table table) {
        return ((table.va() >>> (Frames.PAGE_SHIFT + BITS)) + (table.va() >>> 28) + table.level()) & (HASH - 1);
    }
}
