package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.PageStructure;
import dev.xmdb.target.whatis.AddressSource;
import java.util.function.Predicate;

/** The array of page structures. */
final class PageStructureSource implements AddressSource<LinuxOwner> {
    private final PageArray pages;

    PageStructureSource(LinuxGuest guest) {
        this.pages = PageArray.of(guest);
    }

    @Override
    public String name() {
        return "page structures";
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        if (!pages.holds(address) || !pages.has(pages.pfnOf(address))) {
            return true;
        }
        long pfn = pages.pfnOf(address);
        return sink.test(new PageStructure(pages.addressOf(pfn), pfn));
    }
}
