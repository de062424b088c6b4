package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.PageStructure;
import dev.xmdb.target.whatis.AddressSource;
import java.util.function.Predicate;

/** The array of page structures. */
final class PageStructureSource implements AddressSource<LinuxOwner> {
    private final LinuxGuest guest;
    private final AddressLayout layout;
    private final long size;

    PageStructureSource(LinuxGuest guest) {
        this.guest = guest;
        this.layout = AddressLayout.of(guest);
        this.size = guest.types().layout("struct page").size();
    }

    @Override
    public String name() {
        return "page structures";
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        long pfn = Long.divideUnsigned(address - layout.vmemmap(), size);
        // An address in a hole of the array is none of a structure's.
        if (!layout.isDirect(layout.direct(pfn)) || guest.memory().readable(address, 1) == 0) {
            return true;
        }
        return sink.test(new PageStructure(layout.vmemmap() + pfn * size, pfn));
    }
}
