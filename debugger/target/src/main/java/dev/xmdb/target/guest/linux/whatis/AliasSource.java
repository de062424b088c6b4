package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.ImageAlias;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.whatis.Ranges;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The kernel's image as the direct map has it. Pages that were given back belong to whoever has them now. */
final class AliasSource implements AddressSource<LinuxOwner> {
    private final ImagePages pages;
    private final Ranges<Long> parts;

    AliasSource(LinuxGuest guest) {
        AddressLayout layout = AddressLayout.of(guest);
        pages = ImagePages.of(guest);
        var found = new Ranges.Builder<Long>();
        add(guest, layout, found, "_stext", "_etext");
        add(guest, layout, found, "__start_rodata", "__end_rodata");
        add(guest, layout, found, "_sdata", "_edata");
        add(guest, layout, found, "__bss_start", "__bss_stop");
        parts = found.build();
    }

    private static void add(
            LinuxGuest guest, AddressLayout layout, Ranges.Builder<Long> found, String first, String behind) {
        OptionalLong from = guest.kallsyms().valueOf(first);
        OptionalLong to = guest.kallsyms().valueOf(behind);
        if (from.isPresent() && to.isPresent()) {
            // How far the direct map's address of a byte is from the image's.
            long distance = layout.directMap() + layout.physBase() - KernelImage.START;
            found.add(from.getAsLong() + distance, to.getAsLong() + distance, distance);
        }
    }

    @Override
    public String name() {
        return "image in the direct map";
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        return parts.at(
                address, distance -> pages.freed(address) || sink.test(new ImageAlias(address, address - distance)));
    }
}
