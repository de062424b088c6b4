package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.GuestStruct;
import java.util.List;

/** Damage to event channels and to the rings shared with other domains. */
final class XenDamage {
    private static final int CHANNELS = 4096;
    private static final int RING = 1024;

    private XenDamage() {}

    static List<Damage> all() {
        return List.of(
                new Damage("channels-wild", "every event channel belongs to an interrupt that is none", victim -> {
                    long table = victim.address("evtchn_to_irq");
                    for (int channel = 0; channel < CHANNELS; channel++) {
                        victim.kernel()
                                .space()
                                .put(table + (long) channel * Short.BYTES, Short.BYTES, 0x7000L + channel);
                    }
                    return table;
                }),
                new Damage("interrupt-kinds", "every interrupt is of a kind that does not exist", victim -> {
                    long table = victim.address("irq_info");
                    long size = victim.kernel().layouts().size("irq_info_t");
                    for (int irq = 0; irq < 512; irq++) {
                        victim.at("irq_info_t", table + irq * size).set("ii_type", 0xee);
                    }
                    return table;
                }),
                new Damage(
                        "store-indices",
                        "the indices of the store's rings are further apart than the rings are long",
                        victim -> {
                            GuestStruct page = store(victim);
                            return page.set("rsp_prod", page.va())
                                    .set("req_cons", -1)
                                    .address("req_cons");
                        }),
                new Damage("store-lengths", "every byte of the store's rings is 0xff", victim -> {
                    GuestStruct page = store(victim);
                    for (int at = 0; at < 2 * RING; at += Long.BYTES) {
                        victim.kernel().space().putLong(page.va() + at, -1);
                    }
                    return page.va();
                }),
                new Damage("store-wild", "the store's rings are where nothing is mapped", victim -> {
                    victim.kernel().set("xb_addr", Victim.WILD);
                    return victim.address("xb_addr");
                }),
                new Damage("watches-cycle", "the list of watches goes round without its head", victim -> {
                    long first = victim.follow(victim.variable("list_t", "watches"), "list_head.list_next");
                    return victim.at("list_node_t", first)
                            .set("list_next", first)
                            .address("list_next");
                }),
                new Damage(
                        "console-indices",
                        "the indices of the console's rings are further apart than the rings are long",
                        victim -> victim.at("struct xencons_interface", victim.pointer("HYPERVISOR_console_page"))
                                .set("in_prod", 0x8000_0000L)
                                .set("out_cons", 0xffff_fff0L)
                                .address("in_prod")));
    }

    private static GuestStruct store(Victim victim) {
        return victim.at("struct xenstore_domain_interface", victim.pointer("xb_addr"));
    }
}
