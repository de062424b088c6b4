package dev.xmdb.dcmds.core.search;

import dev.xmdb.dcmds.AddressSpaceOptions;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.search.MappedMemory;
import dev.xmdb.target.search.PhysicalMemory;
import dev.xmdb.target.search.SearchRange;
import dev.xmdb.target.search.SearchedMemory;
import dev.xmdb.target.search.TranslatedMemory;

/**
 * Where a command searches.
 *
 * @param memory what is searched
 * @param space the same memory, for reading what was found
 * @param whole the addresses that are searched when none are given
 * @param virtual whether its addresses are those that symbols have
 */
record SearchPlace(SearchedMemory memory, AddressSpace space, SearchRange whole, boolean virtual) {
    private static final int BITS_OF_LOWER_HALF = 63;

    /** Guest-physical memory. */
    static SearchPlace physical(Invocation in) {
        var memory = new PhysicalMemory(in.target().image());
        return new SearchPlace(memory, in.target().physical(), SearchRange.ALL, false);
    }

    /** The kernel's half of an address space, or the user's. */
    static SearchPlace virtual(Invocation in, GuestVirtual space, SearchRange whole, boolean writable) {
        var image = in.target().image();
        if (space instanceof PagedMemory paged && !paged.tables().windows().isEmpty()) {
            return new SearchPlace(new TranslatedMemory(image, paged), space, whole, true);
        }
        var root = PageTableRoot.of(space.root(), space.mode(), image.kind());
        return new SearchPlace(MappedMemory.of(image, root, writable), space, whole, true);
    }

    /** The address space that an invocation's options choose: the kernel's half of it, with -a or -u the user's. */
    static SearchPlace chosen(Invocation in) {
        GuestVirtual space = AddressSpaceOptions.chosen(in);
        boolean user = in.number('a').isPresent() || in.has('u');
        SearchRange whole = in.has('d') ? directMap(in) : half(space, user);
        return virtual(in, space, whole, in.has('w'));
    }

    /** The kernel's half. */
    static SearchPlace kernel(Invocation in) {
        if (in.target().virtual() instanceof GuestVirtual space) {
            return virtual(in, space, half(space, false), false);
        }
        throw new DcmdException("the image has no page-table root: give one with --cr3");
    }

    /** Half of a 64-bit address space. In a 32-bit one the border is the guest's choice, so all of it. */
    private static SearchRange half(GuestVirtual space, boolean user) {
        if (space.wordSize() != Long.BYTES) {
            return SearchRange.ALL;
        }
        long border = 1L << BITS_OF_LOWER_HALF;
        return user ? new SearchRange(0, border - 1) : new SearchRange(border, -1);
    }

    private static SearchRange directMap(Invocation in) {
        if (in.target().guest() instanceof LinuxGuest linux) {
            AddressLayout layout = AddressLayout.of(linux);
            return new SearchRange(layout.directMap(), layout.directEnd() - 1);
        }
        throw new DcmdException("-d: where this guest maps all of its memory is not known");
    }
}
