package dev.xmdb.sim.hostile;

import dev.xmdb.sim.machine.PageTables;
import dev.xmdb.sim.solaris.GuestStruct;
import java.util.List;

/** Damage to page tables and to what the kernel knows of memory. */
final class MemoryDamage {
    private static final int ENTRIES = 512;
    private static final long PRESENT = 0x67;

    private MemoryDamage() {}

    static List<Damage> all() {
        return List.of(
                new Damage(
                        "hole-kas",
                        "the frame with the kernel's address space structure is not in the image",
                        victim -> {
                            victim.lose(victim.address("kas"));
                            return victim.address("kas");
                        }),
                new Damage("hole-page-table", "a page table of the kernel's heap is not in the image", victim -> {
                    PageTables.Table table = lowest(victim, victim.pointer("mfn_list"));
                    victim.kernel().memory().lose(table.pfn());
                    return table.va();
                }),
                new Damage("hole-root", "the kernel's root page table is not in the image", victim -> {
                    victim.kernel()
                            .memory()
                            .lose(victim.kernel().space().tables().rootPfn());
                    return 0;
                }),
                new Damage(
                        "page-table-cycle",
                        "a page table of the kernel's heap holds entries that point to itself",
                        victim -> {
                            PageTables.Table table = lowest(victim, victim.pointer("mfn_list"));
                            long entry = victim.kernel().memory().host().machineAddress(table.pfn()) | PRESENT;
                            for (int index = ENTRIES / 2; index < ENTRIES; index++) {
                                victim.kernel().memory().page(table.pfn()).putLong(index * Long.BYTES, entry);
                            }
                            return table.va();
                        }),
                new Damage(
                        "mfn-count",
                        "the kernel's table of machine frames has 2^60 entries",
                        victim -> scalar(victim, "mfn_count", 1L << 60)),
                new Damage(
                        "mfn-list-wild",
                        "the kernel's table of machine frames is where nothing is mapped",
                        victim -> scalar(victim, "mfn_list", Victim.WILD)),
                new Damage("memlist-cycle", "the list of installed memory goes on with itself", victim -> {
                    long list = victim.pointer("phys_install");
                    return victim.at("struct memlist", list).set("next", list).address("next");
                }),
                new Damage("htable-cycle", "the page-table descriptors of the kernel hash to endless lists", victim -> {
                    GuestStruct hat = victim.variable("struct hat", "hat_kas");
                    long table = victim.follow(hat, "hat_htable");
                    return victim.at("struct htable", table)
                            .set("ht_next", table)
                            .address("ht_next");
                }),
                new Damage(
                        "hash-size",
                        "the kernel's hash of page-table descriptors has 2^32 - 1 buckets",
                        victim -> victim.variable("struct hat", "hat_kas")
                                .set("hat_num_hash", 0xffff_ffffL)
                                .address("hat_num_hash")),
                new Damage(
                        "mmu-levels",
                        "the kernel says that its page tables have 2^31 levels",
                        victim -> victim.variable("struct hat_mmu_info", "mmu")
                                .set("num_level", 1L << 31)
                                .set("max_level", (1L << 31) - 1)
                                .address("num_level")));
    }

    private static long scalar(Victim victim, String variable, long value) {
        long va = victim.address(variable);
        victim.kernel().set(variable, value);
        return va;
    }

    private static PageTables.Table lowest(Victim victim, long va) {
        return victim.kernel().space().tables().tables().stream()
                .filter(each -> each.level() == 0 && (va & -(1L << 21)) == each.va())
                .findFirst()
                .orElseThrow(() -> new UnsuitableDomainException("page table for mfn_list"));
    }
}
