package dev.xmdb.target.guest.solaris.whatis;

import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.hat.HatLayer;
import dev.xmdb.target.guest.solaris.hat.HatTables;
import dev.xmdb.target.guest.solaris.hat.Htable;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.PageTable;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.paging.Translation;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;

/** Page tables that the kernel has mapped somewhere: pages whose frame is that of an htable. */
final class PageTableSource implements AddressSource<SolarisOwner> {
    private static final long PAGE_MASK = 4095;

    private final Optional<GuestVirtual> memory;
    private final LongUnaryOperator pfnOf;
    private final LongObjectHashMap<Htable> tables = new LongObjectHashMap<>();
    private final List<String> faults = new ArrayList<>();

    PageTableSource(SolarisGuest guest, Effort effort) {
        memory = guest.memory() instanceof GuestVirtual paged ? Optional.of(paged) : Optional.empty();
        pfnOf = frame -> switch (guest.image().frameNaming()) {
            case PFN -> frame;
            case MFN -> guest.image().frames().pfnOfMfn(frame);
        };
        HatLayer layer = HatLayer.of(guest);
        HatLayer.Hats hats = layer.hats();
        faults.addAll(hats.faults());
        for (long hat : hats.all()) {
            effort.advance("reading page tables", tables.size(), 0);
            try {
                HatTables own = layer.tables(hat, effort);
                own.all().forEach(table -> tables.put(table.pfn(), table));
                faults.addAll(own.faults());
            } catch (GuestDamageException unreadable) {
                faults.add(unreadable.getMessage());
            }
        }
    }

    @Override
    public String name() {
        return "page tables";
    }

    @Override
    public boolean find(long address, Predicate<? super SolarisOwner> sink) {
        if (memory.isEmpty()
                || !(memory.get().translate(address).outcome() instanceof Translation.Outcome.Mapped mapped)) {
            return true;
        }
        long pfn = pfnOf.applyAsLong(mapped.frame());
        Htable table = tables.get(pfn);
        return table == null
                || sink.test(
                        new PageTable(address & ~PAGE_MASK, table.address(), table.hat(), table.level(), table.va()));
    }

    @Override
    public List<String> faults() {
        return faults;
    }
}
