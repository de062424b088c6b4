package dev.xmdb.target.guest.solaris.whatis;

import dev.xmdb.target.guest.solaris.kmem.BufferIndex;
import dev.xmdb.target.guest.solaris.kmem.KmemCache;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.Buffer;
import dev.xmdb.target.whatis.AddressSource;
import java.util.List;
import java.util.function.Predicate;

/** Buffers of one kind of caches, allocated or free. */
final class BufferSource implements AddressSource<SolarisOwner> {
    private final BufferIndex index;
    private final BufferIndex.Tier tier;

    BufferSource(BufferIndex index, BufferIndex.Tier tier) {
        this.index = index;
        this.tier = tier;
    }

    @Override
    public String name() {
        return "kmem";
    }

    @Override
    public List<String> places() {
        return index.caches(tier).stream().map(KmemCache::name).toList();
    }

    @Override
    public int placeOf(SolarisOwner owner) {
        return owner instanceof Buffer(var buffer) ? index.caches(tier).indexOf(buffer.cache()) : -1;
    }

    @Override
    public boolean find(long address, Predicate<? super SolarisOwner> sink) {
        return index.at(tier, address, buffer -> sink.test(new Buffer(buffer)));
    }

    @Override
    public List<String> faults() {
        return index.faults();
    }
}
