package dev.xmdb.target.guest.solaris.whatis;

import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.guest.solaris.vmem.VmemArena;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.Segment;
import dev.xmdb.target.whatis.AddressSource;
import java.util.List;
import java.util.function.Predicate;

/** Segments of vmem arenas, allocated or free. */
final class SegmentSource implements AddressSource<SolarisOwner> {
    private final Vmem vmem;
    private final boolean identifiers;

    /**
     * A source.
     *
     * @param vmem arenas with their index
     * @param identifiers whether to look into arenas of numbers, and into no others
     */
    SegmentSource(Vmem vmem, boolean identifiers) {
        this.vmem = vmem;
        this.identifiers = identifiers;
    }

    @Override
    public String name() {
        return "vmem";
    }

    @Override
    public List<String> places() {
        return arenas().stream().map(arena -> "vmem arena " + arena.name()).toList();
    }

    private List<VmemArena> arenas() {
        return vmem.searchOrder().stream()
                .filter(arena -> arena.identifiers() == identifiers)
                .toList();
    }

    @Override
    public int placeOf(SolarisOwner owner) {
        return owner instanceof Segment(var hit) ? arenas().indexOf(hit.arena()) : -1;
    }

    @Override
    public boolean find(long address, Predicate<? super SolarisOwner> sink) {
        return vmem.at(address, identifiers, hit -> sink.test(new Segment(hit)));
    }

    @Override
    public List<String> faults() {
        return vmem.indexFaults();
    }
}
