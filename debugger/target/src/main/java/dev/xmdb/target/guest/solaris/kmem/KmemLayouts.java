package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.Types;

/** The allocator's structures, each looked up when it is first needed. */
final class KmemLayouts {
    private final Types types;
    final StructLayout cache;
    final StructLayout slab;
    final StructLayout bufctl;

    KmemLayouts(Types types) {
        this.types = types;
        this.cache = types.layout("struct kmem_cache");
        this.slab = named("kmem_slab");
        this.bufctl = named("kmem_bufctl");
    }

    StructLayout audit() {
        return named("kmem_bufctl_audit");
    }

    StructLayout buftag() {
        return named("kmem_buftag");
    }

    StructLayout magazine() {
        return named("kmem_magazine");
    }

    StructLayout magazineType() {
        return named("kmem_magtype");
    }

    StructLayout cpu() {
        return named("kmem_cpu_cache");
    }

    StructLayout log() {
        return named("kmem_log_header");
    }

    StructLayout cpuLog() {
        return named("kmem_cpu_log_header");
    }

    /** A structure that headers of some years know by its tag and of others by its typedef only. */
    private StructLayout named(String name) {
        return types.find("struct " + name).isPresent() ? types.layout("struct " + name) : types.layout(name + "_t");
    }
}
