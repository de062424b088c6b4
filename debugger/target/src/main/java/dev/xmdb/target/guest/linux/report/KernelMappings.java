package dev.xmdb.target.guest.linux.report;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.GuestMapping;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * The uses of a 64-bit kernel's half of the address space: what its variables and symbols tell of places that are random, and the fixed
 * places that Documentation/arch/x86/x86_64/mm.rst names, these only where something is mapped.
 */
final class KernelMappings {
    private static final long TERA = 1L << 40;
    private static final long MEGA = 1L << 20;
    private static final long FIXED = 0xffff_ffff_ff00_0000L;
    private static final long VSYSCALL = 0xffff_ffff_ff60_0000L;
    private static final long FIXED_END = 0xffff_ffff_ff80_0000L;

    /** How much of an area is searched for a page: more is mapped for nothing only where the tables are damaged. */
    private static final long MOST_HOLES = 1L << 22;

    private final LinuxGuest guest;
    private final List<GuestMapping> found = new ArrayList<>();

    KernelMappings(LinuxGuest guest) {
        this.guest = guest;
    }

    List<GuestMapping> all() {
        boolean five = guest.memory().mode() == PagingMode.LONG_5_LEVEL;
        if (!five && guest.memory().mode() != PagingMode.LONG_4_LEVEL) {
            return List.of();
        }
        areas(five);
        image();
        for (LinuxModule module : guest.modules().all()) {
            module.parts().stream()
                    .filter(part -> part.size() != 0)
                    .forEach(part -> add(module.name(), part.base(), part.size()));
        }
        found.sort(Comparator.comparing(GuestMapping::base, Long::compareUnsigned));
        return List.copyOf(found);
    }

    private void areas(boolean five) {
        AddressLayout layout = AddressLayout.of(guest);
        if (five) {
            whenMapped("hypervisor", 0xff00_0000_0000_0000L, 0xff10_0000_0000_0000L - 0xff00_0000_0000_0000L);
            whenMapped("ldt", 0xff10_0000_0000_0000L, 256 * TERA);
        } else {
            whenMapped("hypervisor", 0xffff_8000_0000_0000L, 8 * TERA);
            // Up to 4.14 the direct map began here and the LDT was elsewhere.
            if (layout.directMap() != 0xffff_8800_0000_0000L) {
                whenMapped("ldt", 0xffff_8800_0000_0000L, TERA / 2);
            }
        }
        add("direct map", layout.directMap(), layout.directEnd() - layout.directMap());
        // 32 TB, with five levels 12800 TB.
        add("vmalloc", layout.vmalloc(), (five ? 12800 : 32) * TERA);
        add("vmemmap", layout.vmemmap(), (layout.directEnd() - layout.directMap()) / Frames.PAGE_SIZE * pageSize());
        if (guest.kallsyms().valueOf("kasan_init").isPresent()) {
            add("kasan", five ? 0xffdf_0000_0000_0000L : 0xffff_ec00_0000_0000L, (five ? 8192 : 16) * TERA);
        }
        // Since 4.16; before that it was part of the fixmap.
        whenMapped("cpu_entry_area", 0xffff_fe00_0000_0000L, TERA / 2);
        whenMapped("espfix", 0xffff_ff00_0000_0000L, TERA / 2);
        whenMapped("efi", 0xffff_ffef_0000_0000L, 64L << 30);
        extent("fixmap", FIXED, VSYSCALL);
        whenMapped("vsyscall", VSYSCALL, Frames.PAGE_SIZE);
        extent("fixmap", VSYSCALL + Frames.PAGE_SIZE, FIXED_END);
    }

    private long pageSize() {
        try {
            return guest.coreInfo()
                    .map(info -> info.size("page"))
                    .orElse(OptionalLong.empty())
                    .orElseGet(() -> guest.types().layout("struct page").size());
        } catch (TypeDataException untold) {
            return Long.BYTES * Long.BYTES;
        }
    }

    private void image() {
        section("text", "_text", "_etext");
        section("rodata", "__start_rodata", "__end_rodata");
        section("data", "_sdata", "_edata");
        section("init", "__init_begin", "__init_end");
        section("bss", "__bss_start", "__bss_stop");
        section("brk", "__brk_base", "__brk_limit");
    }

    private void section(String name, String start, String end) {
        OptionalLong from = guest.kallsyms().valueOf(start);
        OptionalLong to = guest.kallsyms().valueOf(end);
        if (from.isPresent()
                && to.isPresent()
                && KernelImage.mayHold(from.getAsLong())
                && to.getAsLong() - from.getAsLong() > 0
                && to.getAsLong() - from.getAsLong() <= 1024 * MEGA) {
            add(KernelObjects.KERNEL + " " + name, from.getAsLong(), to.getAsLong() - from.getAsLong());
        }
    }

    private void add(String name, long base, long size) {
        found.add(new GuestMapping(base, size, name));
    }

    private void whenMapped(String name, long base, long size) {
        if (guest.memory().tables().nextReadable(base, base + size, MOST_HOLES) != base + size) {
            add(name, base, size);
        }
    }

    /** What is mapped between two addresses, holes in it included. */
    private void extent(String name, long from, long end) {
        long first = guest.memory().tables().nextReadable(from, end, MOST_HOLES);
        long after = first;
        for (long at = first; Long.compareUnsigned(at, end) < 0; ) {
            after = at + Math.max(1, guest.memory().readable(at, end - at));
            at = guest.memory().tables().nextReadable(after, end, MOST_HOLES);
        }
        if (after != first) {
            add(name, first, after - first);
        }
    }
}
