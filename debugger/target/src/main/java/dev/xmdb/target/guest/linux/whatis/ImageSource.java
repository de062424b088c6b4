package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InImage;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.Section;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.whatis.Ranges;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The kernel's image. */
final class ImageSource implements AddressSource<LinuxOwner> {
    private final Kallsyms symbols;
    private final ImagePages pages;
    private final Ranges<Part> parts;
    private final long end;

    private record Part(Section section, long base) {}

    ImageSource(LinuxGuest guest) {
        symbols = guest.kallsyms();
        pages = ImagePages.of(guest);
        end = symbols.valueOf("_end").orElse(KernelImage.END);
        var found = new Ranges.Builder<Part>();
        long start = symbols.valueOf("_text").orElse(KernelImage.START);
        add(found, Section.TEXT, "_stext", "_etext");
        add(found, Section.RODATA, "__start_rodata", "__end_rodata");
        add(found, Section.RO_AFTER_INIT, "__start_ro_after_init", "__end_ro_after_init");
        add(found, Section.DATA, "_sdata", "_edata");
        add(found, Section.INIT, "__init_begin", "__init_end");
        add(found, Section.BSS, "__bss_start", "__bss_stop");
        add(found, Section.BRK, "__brk_base", "__brk_limit");
        // Code may begin where the image does: the first of the two that is added is the answer there.
        found.add(start, end, new Part(Section.OTHER, start));
        parts = found.build();
    }

    private void add(Ranges.Builder<Part> found, Section section, String first, String behind) {
        OptionalLong from = symbols.valueOf(first);
        OptionalLong to = symbols.valueOf(behind);
        if (from.isPresent() && to.isPresent()) {
            found.add(from.getAsLong(), to.getAsLong(), new Part(section, from.getAsLong()));
        }
    }

    @Override
    public String name() {
        return "image";
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        if (!KernelImage.mayHold(address) || Long.compareUnsigned(address, end) >= 0) {
            return true;
        }
        boolean[] first = {true};
        return parts.at(address, part -> {
            if (!first[0]) {
                return true;
            }
            // Parts lie in one another: the innermost one is the answer.
            first[0] = false;
            OptionalInt symbol = symbols.at(address);
            boolean covered = symbol.isPresent()
                    && Long.compareUnsigned(
                                    address - symbols.address(symbol.getAsInt()),
                                    Math.max(1, symbols.size(symbol.getAsInt())))
                            < 0;
            return sink.test(new InImage(
                    LinuxOwner.KERNEL,
                    part.section(),
                    pages.freed(address),
                    covered ? symbols.address(symbol.getAsInt()) : part.base(),
                    covered));
        });
    }
}
