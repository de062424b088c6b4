package dev.xmdb.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The object caches of an image, read by the rules of the kernel's own debugger. */
final class ImageCaches {
    private final ImageKernel kernel;
    private final ImageMemory memory;

    ImageCaches(ImageKernel kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory;
    }

    /** A cache, and its buffers. */
    record Found(
            long va,
            String name,
            int flags,
            Set<Long> slabs,
            Set<Long> allocated,
            Set<Long> free,
            Set<Long> magazines) {}

    private long at(String structure, String member) {
        return kernel.offset(structure, member);
    }

    private long cache(long va, String member) {
        return memory.u64(va + at("kmem_cache", member));
    }

    List<Found> all() {
        List<Found> all = new ArrayList<>();
        long link = at("kmem_cache", "cache_link");
        long head = kernel.address("kmem_caches") + 16;
        for (long node = memory.u64(head); node != head; node = memory.u64(node)) {
            assert memory.u64(memory.u64(node) + 8) == node : "a cache's list_prev";
            all.add(cache(node - link));
        }
        return all;
    }

    private Found cache(long va) {
        Set<Long> slabs = slabs(va);
        Set<Long> buffers = new TreeSet<>();
        Set<Long> free = new TreeSet<>();
        int flags = memory.u32(va + at("kmem_cache", "cache_flags"));
        long control = cache(va, "cache_bufctl");
        for (long slab : slabs) {
            long chunks = memory.u64(slab + 56);
            for (long chunk = 0; chunk < chunks; chunk++) {
                buffers.add(memory.u64(slab + 8) + chunk * cache(va, "cache_chunksize"));
            }
            for (long bufctl = memory.u64(slab + 40); bufctl != 0; bufctl = memory.u64(bufctl)) {
                free.add((flags & 0x200) != 0 ? memory.u64(bufctl + 8) : bufctl - control);
            }
        }
        Set<Long> out = new TreeSet<>(buffers);
        if ((flags & 0x200) != 0) {
            out = hashed(va);
        } else {
            out.removeAll(free);
        }
        Set<Long> magazines = magazines(va);
        Set<Long> allocated = new TreeSet<>(out);
        allocated.removeAll(magazines);
        free = new TreeSet<>(buffers);
        free.removeAll(out);
        return new Found(
                va, memory.text(va + at("kmem_cache", "cache_name")), flags, slabs, allocated, free, magazines);
    }

    private Set<Long> hashed(long va) {
        Set<Long> out = new TreeSet<>();
        for (long bucket = 0; bucket <= cache(va, "cache_hash_mask"); bucket++) {
            long shift = cache(va, "cache_hash_shift");
            for (long bufctl = memory.u64(cache(va, "cache_hash_table") + bucket * 8); bufctl != 0; ) {
                long buffer = memory.u64(bufctl + 8);
                assert ((buffer >>> shift) & cache(va, "cache_hash_mask")) == bucket : "a buffer's bucket";
                out.add(buffer);
                bufctl = memory.u64(bufctl);
            }
        }
        return out;
    }

    private Set<Long> slabs(long va) {
        Set<Long> slabs = new TreeSet<>();
        long head = va + at("kmem_cache", "cache_complete_slabs") + 16;
        for (long node = memory.u64(head); node != head; node = memory.u64(node)) {
            slabs.add(node - 16);
        }
        assert slabs.size() == cache(va, "cache_complete_slab_count") : "complete slabs";
        long tree = va + at("kmem_cache", "cache_partial_slabs");
        Map<Long, Integer> partial = new LinkedHashMap<>();
        descend(memory.u64(tree), 0, partial);
        assert partial.size() == memory.u64(tree + 24) : "avl_numnodes";
        partial.keySet().forEach(node -> slabs.add(node - 16));
        for (long slab : slabs) {
            assert memory.u64(slab) == va : "slab_cache";
        }
        return slabs;
    }

    /** Walks a tree in order and checks that it is balanced. Returns its height. */
    private int descend(long node, long parent, Map<Long, Integer> nodes) {
        if (node == 0) {
            return 0;
        }
        long word = memory.u64(node + 16);
        assert (word & -8) == parent : "avl parent";
        int left = descend(memory.u64(node), node, nodes);
        nodes.put(node, nodes.size());
        int right = descend(memory.u64(node + 8), node, nodes);
        assert right - left == (word & 3) - 1 : "avl balance";
        return Math.max(left, right) + 1;
    }

    private Set<Long> magazines(long va) {
        Set<Long> rounds = new TreeSet<>();
        int size = memory.u32(cache(va, "cache_magtype"));
        for (long magazine = cache(va, "cache_full"); magazine != 0; magazine = memory.u64(magazine)) {
            rounds(magazine, size, rounds);
        }
        long cpus = memory.u32(kernel.address("max_ncpus"));
        for (long cpu = 0; cpu < cpus; cpu++) {
            long own = va + at("kmem_cache", "cache_cpu") + cpu * 64;
            rounds(memory.u64(own + 24), memory.u32(own + 40), rounds);
            rounds(memory.u64(own + 32), memory.u32(own + 44), rounds);
        }
        return rounds;
    }

    private void rounds(long magazine, int count, Set<Long> rounds) {
        for (int round = 0; round < count; round++) {
            rounds.add(memory.u64(magazine + 8 + round * 8L));
        }
    }
}
