package dev.xmdb.sim.solaris;

import dev.xmdb.sim.solaris.kmem.Cache;
import dev.xmdb.sim.solaris.kmem.Kmem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The life that a kernel has led: buffers that came and went between those that stay, so that slabs have gaps, magazines are filled, and
 * arenas are in pieces. What it allocated is free again when it ends.
 */
final class Churn {
    private static final int MOST = 600;
    private static final int STEPS = 3;
    private static final int KEPT_MAGAZINES = 1;
    private static final List<String> CACHES = List.of(
            "kmem_alloc_8",
            "kmem_alloc_16",
            "kmem_alloc_24",
            "kmem_alloc_32",
            "kmem_alloc_40",
            "kmem_alloc_48",
            "kmem_alloc_64",
            "kmem_alloc_80",
            "kmem_alloc_96",
            "kmem_alloc_112",
            "kmem_alloc_128",
            "kmem_alloc_192",
            "kmem_alloc_256",
            "kmem_alloc_448",
            "kmem_alloc_1152",
            "kmem_alloc_4096",
            "kmem_alloc_8192",
            "streams_mblk",
            "streams_dblk_16",
            "streams_dblk_80",
            "streams_dblk_208",
            "streams_dblk_1936",
            "turnstile_cache",
            "thread_cache",
            "lwp_cache",
            "process_cache",
            "cred_cache",
            "file_cache",
            "dnlc_space_cache",
            "vn_cache",
            "as_cache",
            "seg_cache",
            "segvn_cache",
            "anon_cache",
            "anonmap_cache",
            "htable_t",
            "hment_t",
            "snode_cache",
            "ufs_inode_cache",
            "rctl_cache",
            "rctl_val_cache");

    private final Kernel kernel;
    private final Random random;
    private final List<Long> held = new ArrayList<>();
    private boolean ended;

    Churn(Kernel kernel, Random random) {
        this.kernel = kernel;
        this.random = random;
    }

    /** Something else happens first: a few buffers come and go, some of them of {@code cache}. */
    void before(Cache cache) {
        if (ended) {
            return;
        }
        Kmem kmem = kernel.kmem();
        for (int step = random.nextInt(STEPS); step > 0; step--) {
            boolean same = random.nextBoolean();
            take(same ? cache : kmem.cache(CACHES.get(random.nextInt(CACHES.size()))));
        }
        int leaving = held.size() > MOST ? STEPS : random.nextInt(STEPS);
        for (int step = Math.min(leaving, held.size()); step > 0; step--) {
            give();
        }
    }

    private void take(Cache cache) {
        Kmem kmem = kernel.kmem();
        long buffer = kmem.allocateUnpromised(cache);
        if (cache.kind().bufferSize() >= Integer.BYTES) {
            kernel.space().put(buffer, Integer.BYTES, random.nextInt());
        }
        held.add(buffer);
    }

    private void give() {
        int index = random.nextInt(held.size());
        long buffer = held.set(index, held.getLast());
        held.removeLast();
        kernel.kmem().free(buffer);
    }

    /** Days go by before anything stays. */
    void warmUp() {
        Kmem kmem = kernel.kmem();
        for (int round = 0; round < MOST; round++) {
            before(kmem.cache(CACHES.get(random.nextInt(CACHES.size()))));
        }
    }

    /** Frees what is left, and takes idle magazines apart. */
    void end() {
        ended = true;
        while (!held.isEmpty()) {
            give();
        }
        kernel.kmem().caches().forEach(cache -> cache.reap(KEPT_MAGAZINES));
    }
}
