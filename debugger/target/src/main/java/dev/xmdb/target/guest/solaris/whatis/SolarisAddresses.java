package dev.xmdb.target.guest.solaris.whatis;

import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.BufferIndex;
import dev.xmdb.target.guest.solaris.kmem.BufferIndex.Tier;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.whatis.AddressSearch;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;

/**
 * The searches for what an address of a kernel belongs to. Memory that one part of the kernel has from another belongs to the part that
 * handed it out last: a buffer, free or not, comes before the pages of its slab.
 *
 * @param addresses the search for addresses
 * @param identifiers the search for numbers that the kernel hands out
 * @param faults what could not be looked into at all, one sentence each
 */
public record SolarisAddresses(
        AddressSearch<SolarisOwner> addresses, AddressSearch<SolarisOwner> identifiers, List<String> faults) {

    /** The searches in a kernel; made at the first call, which takes as long as reading every buffer and segment takes. */
    public static SolarisAddresses of(SolarisGuest guest, Effort effort) {
        return guest.kept(SolarisAddresses.class, () -> make(guest, effort));
    }

    private static SolarisAddresses make(SolarisGuest guest, Effort effort) {
        var faults = new ArrayList<String>();
        var addresses = new ArrayList<AddressSource<SolarisOwner>>();
        var identifiers = new ArrayList<AddressSource<SolarisOwner>>();
        addresses.add(new ModuleSource(guest));
        attempt(faults, () -> addresses.add(new ThreadSource(guest, effort)));
        addresses.add(new PageSource(guest));
        attempt(faults, () -> {
            BufferIndex index = Kmem.of(guest).index(effort);
            for (Tier tier : Tier.values()) {
                (tier == Tier.IDENTIFIER ? identifiers : addresses).add(new BufferSource(index, tier));
            }
        });
        attempt(faults, () -> addresses.add(new PageTableSource(guest, effort)));
        attempt(faults, () -> {
            Vmem vmem = Vmem.of(guest);
            vmem.index(effort);
            addresses.add(new SegmentSource(vmem, false));
            identifiers.add(new SegmentSource(vmem, true));
        });
        return new SolarisAddresses(
                new AddressSearch<>(addresses), new AddressSearch<>(identifiers), List.copyOf(faults));
    }

    /** What cannot be read at all is left out, and named. */
    private static void attempt(List<String> faults, Runnable body) {
        try {
            body.run();
        } catch (MemoryFaultException | TypeDataException | GuestDamageException unknown) {
            faults.add(unknown.getMessage());
        }
    }
}
