package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.page.PageKind;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.OptionalLong;

/**
 * Which pages of the kernel's image are still the image's. The kernel gives back what only the boot needed, and the holes between parts;
 * pages that it keeps are reserved ones.
 */
record ImagePages(AddressLayout layout, PageArray pages) {

    static ImagePages of(LinuxGuest guest) {
        return new ImagePages(AddressLayout.of(guest), PageArray.of(guest));
    }

    /** Whether the page of an address, of the image or of the direct map, was given back. */
    boolean freed(long address) {
        OptionalLong pfn = layout.pfn(address);
        try {
            return pfn.isPresent()
                    && pages.has(pfn.getAsLong())
                    && pages.page(pfn.getAsLong()).kind() != PageKind.RESERVED;
        } catch (MemoryFaultException lost) {
            return false;
        }
    }
}
