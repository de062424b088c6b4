package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.Optional;

/**
 * The structures of the allocator in one kernel.
 *
 * @param cache a cache
 * @param slab a slab: {@code struct slab} since 5.17, {@code struct page} before
 * @param node what a cache has for each node
 * @param cpu what a cache has for each CPU up to 6.19; a kernel for tiny machines has none
 * @param sheaves the sheaves of a CPU, since 6.18
 * @param sheaf an array of free objects, since 6.18
 * @param barn the sheaves of a node, since 6.18
 */
record SlabLayouts(
        StructLayout cache,
        StructLayout slab,
        StructLayout node,
        Optional<StructLayout> cpu,
        Optional<StructLayout> sheaves,
        Optional<StructLayout> sheaf,
        Optional<StructLayout> barn) {

    /**
     * The structures as a kernel's types have them.
     *
     * @throws TypeDataException when they do not tell what a cache or a slab is, or are those of another allocator
     */
    static SlabLayouts of(Types types) {
        StructLayout cache = types.layout("struct kmem_cache");
        // CONFIG_SLAB (to 6.7) and CONFIG_SLOB (to 6.3) have other caches under the same name.
        if (!cache.has("oo.x") || !cache.has("offset")) {
            throw new TypeDataException("the kernel's slab allocator is not SLUB: struct kmem_cache has no member oo");
        }
        return new SlabLayouts(
                cache,
                slab(types),
                types.layoutWith("struct kmem_cache_node", "partial"),
                found(types, "struct kmem_cache_cpu"),
                found(types, "struct slub_percpu_sheaves"),
                found(types, "struct slab_sheaf"),
                found(types, "struct node_barn"));
    }

    private static StructLayout slab(Types types) {
        return found(types, "struct slab")
                .filter(layout -> layout.has("slab_cache") && layout.has("inuse"))
                .orElseGet(() -> types.layoutWith("struct page", "slab_cache"));
    }

    private static Optional<StructLayout> found(Types types, String name) {
        return types.find(name)
                .filter(type -> types.complete(type) instanceof dev.xmdb.target.types.Type.Aggregate)
                .map(type -> new StructLayout(types, type));
    }

    /** The member by which a slab is in a node's list: {@code slab_list} since 5.3. */
    String link() {
        return slab.has("slab_list") ? "slab_list" : "lru";
    }

    /** The member with a CPU's current slab: {@code slab} since 5.17. */
    static String current(StructLayout cpu) {
        return cpu.has("slab") ? "slab" : "page";
    }
}
