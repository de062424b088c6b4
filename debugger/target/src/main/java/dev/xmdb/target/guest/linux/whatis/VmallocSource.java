package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.vmalloc.VmallocArea;
import dev.xmdb.target.guest.linux.vmalloc.VmallocAreas;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InVmalloc;
import dev.xmdb.target.whatis.AddressSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Areas of vmalloc. */
final class VmallocSource implements AddressSource<LinuxOwner> {
    private static final long NO_GUARD = 0x40;

    private final VmallocAreas areas;
    private final KnownObjects known;

    VmallocSource(LinuxGuest guest, KnownObjects known) {
        this.areas = VmallocAreas.of(guest);
        this.known = known;
    }

    @Override
    public String name() {
        return "vmalloc";
    }

    @Override
    public List<String> faults() {
        return areas.problems();
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        Optional<VmallocArea> area = areas.at(address);
        return area.isEmpty()
                || sink.test(new InVmalloc(
                        area.get(),
                        guard(area.get(), address),
                        known.stack(area.get().start())));
    }

    /** Most areas end with a page that is not mapped. */
    private static boolean guard(VmallocArea area, long address) {
        return area.description().isPresent()
                && (area.description().get().flags() & NO_GUARD) == 0
                && Long.compareUnsigned(address, area.end() - Frames.PAGE_SIZE) >= 0;
    }
}
