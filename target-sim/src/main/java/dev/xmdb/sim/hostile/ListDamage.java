package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.GuestStruct;
import java.util.List;

/** Damage to lists of the kernel's other parts: caches, arenas, handlers, messages. */
final class ListDamage {
    private ListDamage() {}

    static List<Damage> all() {
        return List.of(
                new Damage("kmem-caches-cycle", "the list of kmem caches goes round without its head", victim -> {
                    long first = firstCache(victim);
                    return victim.at("list_node_t", first)
                            .set("list_next", first)
                            .address("list_next");
                }),
                new Damage(
                        "kmem-caches-wild",
                        "the list of kmem caches goes on where nothing is mapped",
                        victim -> victim.at("list_node_t", firstCache(victim))
                                .set("list_next", Victim.WILD)
                                .address("list_next")),
                new Damage("kmem-cache-sizes", "a kmem cache has sizes and masks of 2^60", victim -> {
                    GuestStruct cache = cache(victim);
                    for (String member :
                            List.of("cache_bufsize", "cache_chunksize", "cache_slabsize", "cache_hash_mask")) {
                        cache.set(member, 1L << 60);
                    }
                    return cache.va();
                }),
                new Damage(
                        "kmem-cache-zero",
                        "a kmem cache has chunks and slabs of no bytes",
                        victim -> cache(victim)
                                .set("cache_chunksize", 0)
                                .set("cache_slabsize", 0)
                                .address("cache_chunksize")),
                new Damage("vmem-cycle", "the list of vmem arenas goes on with itself", victim -> {
                    long first = victim.pointer("vmem_list");
                    return victim.at("struct vmem", first).set("vm_next", first).address("vm_next");
                }),
                new Damage("vmem-seg-cycle", "the segments of a vmem arena go round without its first", victim -> {
                    GuestStruct arena = victim.at("struct vmem", victim.pointer("vmem_list"));
                    long segment = victim.follow(arena, "vm_seg0.vs_anext");
                    return victim.at("struct vmem_seg", segment)
                            .set("vs_anext", segment)
                            .address("vs_anext");
                }),
                new Damage("handlers-cycle", "the handlers of an interrupt are an endless list", victim -> {
                    GuestStruct handler = victim.at("struct autovec", firstHandler(victim));
                    return handler.set("av_link", handler.va()).address("av_link");
                }),
                new Damage(
                        "handlers-wild",
                        "the handlers of an interrupt are where nothing is mapped",
                        victim -> handlers(victim).set("avh_link", Victim.WILD).address("avh_link")),
                new Damage("device-cycle", "a device is its own parent, and its names are wild", victim -> {
                    GuestStruct handler = victim.at("struct autovec", firstHandler(victim));
                    GuestStruct node = victim.kernel().make("struct dev_info");
                    node.set("devi_parent", node.va())
                            .set("devi_binding_name", Victim.WILD)
                            .set("devi_node_name", Victim.WILD);
                    return handler.set("av_dip", node.va()).address("av_dip");
                }),
                new Damage("messages-cycle", "the log's messages follow each other in a circle", victim -> {
                    GuestStruct queue = victim.at("queue_t", victim.pointer("log_recentq"));
                    long first = victim.follow(queue, "q_first");
                    return victim.at("mblk_t", first).set("b_next", first).address("b_next");
                }),
                new Damage("message-bounds", "a message of the log ends before it begins", victim -> {
                    GuestStruct queue = victim.at("queue_t", victim.pointer("log_recentq"));
                    GuestStruct message = victim.at("mblk_t", victim.follow(queue, "q_first"));
                    long text = victim.follow(message, "b_cont");
                    return victim.at("mblk_t", text).set("b_wptr", 0).address("b_wptr");
                }));
    }

    private static long firstCache(Victim victim) {
        GuestStruct list = victim.variable("list_t", "kmem_caches");
        long first = list.get("list_head.list_next");
        if (first == 0 || first == list.address("list_head")) {
            throw new UnsuitableDomainException("kmem caches");
        }
        return first;
    }

    private static GuestStruct cache(Victim victim) {
        long offset = victim.variable("list_t", "kmem_caches").get("list_offset");
        return victim.at("struct kmem_cache", firstCache(victim) - offset);
    }

    /** The head of the handlers of the first interrupt that has some. */
    private static GuestStruct handlers(Victim victim) {
        long size = victim.kernel().layouts().size("struct av_head");
        for (int irq = 0; irq < 512; irq++) {
            GuestStruct head = victim.at("struct av_head", victim.address("autovect") + irq * size);
            if (head.get("avh_link") != 0) {
                return head;
            }
        }
        throw new UnsuitableDomainException("interrupt handlers");
    }

    private static long firstHandler(Victim victim) {
        return handlers(victim).get("avh_link");
    }
}
