package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.linux.slab.SlabObject;
import dev.xmdb.target.guest.linux.slab.Slabs;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InSlab;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.work.Effort;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Objects of slabs. */
final class SlabSource implements AddressSource<LinuxOwner> {
    private final Slabs slabs;
    private final AddressLayout layout;
    private final KnownObjects known;
    private final List<String> faults;

    /** Reads every page structure. */
    SlabSource(LinuxGuest guest, KnownObjects known, Effort effort) {
        this.slabs = Slabs.of(guest);
        this.layout = AddressLayout.of(guest);
        this.known = known;
        this.faults = Stream.concat(slabs.faults().stream(), slabs.pageFaults(effort).stream())
                .toList();
    }

    @Override
    public String name() {
        return "slabs";
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        if (!layout.isDirect(address)) {
            return true;
        }
        Optional<SlabObject> object;
        try {
            object = slabs.find(address, Effort.UNWATCHED);
        } catch (MemoryFaultException lost) {
            // What is not there has no objects; what the page is can still be told.
            return true;
        }
        if (object.isEmpty()) {
            return true;
        }
        SlabObject found = object.get();
        return sink.test(new InSlab(found, found.allocated() ? known.of(found.address()) : Optional.empty()));
    }
}
