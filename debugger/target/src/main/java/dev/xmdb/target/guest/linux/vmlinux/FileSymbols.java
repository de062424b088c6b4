package dev.xmdb.target.guest.linux.vmlinux;

import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.KernelSymbol;
import dev.xmdb.target.symbols.ElfSymbols;
import dev.xmdb.target.symbols.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Takes from a kernel's ELF file what names a place: no files, sections, labels of the compiler,
 * checksums and names of exports, and places in the first copy of per-CPU data. They are put
 * in the order of the kernel's own table, in which the first of several symbols at one place is the one that the kernel prints.
 */
final class FileSymbols {
    private static final long LARGEST_TABLE = 64 << 20;
    private static final String PER_CPU = ".data..percpu";
    private static final List<String> NOT_NAMES =
            List.of(".L", "$", "__crc_", "__kstrtab_", "__kstrtabns_", "init_per_cpu__");

    /** Of several symbols at one place weak ones come last, before them those that the linker made, then those with more underscores. */
    private static final Comparator<Ranked> ORDER = Comparator.<Ranked>comparingInt(each -> each.perCpu() ? 0 : 1)
            .thenComparing(each -> each.symbol().address(), Long::compareUnsigned)
            .thenComparing(Ranked::weak)
            .thenComparing(Ranked::made)
            .thenComparingInt(Ranked::underscores)
            .thenComparing(each -> each.symbol().name());

    private final ElfSections sections;
    private final ElfSymbols table;

    private record Ranked(KernelSymbol symbol, boolean perCpu) {
        boolean weak() {
            return Character.toLowerCase(symbol.letter()) == 'w';
        }

        boolean made() {
            String name = symbol.name();
            return name.startsWith("__start_")
                    || name.startsWith("__stop_")
                    || name.startsWith("__end_")
                    || (name.startsWith("__") && (name.endsWith("_start") || name.endsWith("_end")));
        }

        int underscores() {
            String name = symbol.name();
            int count = 0;
            while (count < name.length() && name.charAt(count) == '_') {
                count++;
            }
            return count;
        }
    }

    private FileSymbols(ElfSections sections, ElfSymbols table) {
        this.sections = sections;
        this.table = table;
    }

    /**
     * Reads them.
     *
     * @throws KernelFileException when the tables are not in the file
     */
    static List<KernelSymbol> read(ElfSections sections, ElfSections.Section table) throws KernelFileException {
        ElfSections.Section names = sections.at(table.link())
                .orElseThrow(() -> new KernelFileException("the names of its symbols are in no section"));
        var symbols =
                new ElfSymbols(sections.bytes(table, LARGEST_TABLE), sections.bytes(names, LARGEST_TABLE), Long.BYTES);
        return new FileSymbols(sections, symbols).all();
    }

    private List<KernelSymbol> all() {
        var found = new ArrayList<Ranked>();
        for (int index = 1; index < table.count(); index++) {
            ranked(index).ifPresent(found::add);
        }
        found.sort(ORDER);
        return found.stream().map(Ranked::symbol).toList();
    }

    private Optional<Ranked> ranked(int index) {
        Symbol.Kind kind = table.kind(index);
        long value = table.value(index);
        boolean perCpu = !KernelImage.mayHold(value)
                && sections.at(table.section(index))
                        .filter(section -> section.name().equals(PER_CPU))
                        .isPresent();
        if (kind == Symbol.Kind.FILE
                || kind == Symbol.Kind.SECTION
                || table.nameless(index)
                || table.undefined(index)
                || !(perCpu || KernelImage.mayHold(value))) {
            return Optional.empty();
        }
        String name = table.name(index);
        return name.isEmpty() || NOT_NAMES.stream().anyMatch(name::startsWith)
                ? Optional.empty()
                : Optional.of(new Ranked(new KernelSymbol(name, letter(index, perCpu), value), perCpu));
    }

    /** What {@code nm} says of it; per-CPU variables are numbers to it up to Linux 6.14. */
    private char letter(int index, boolean perCpu) {
        Symbol symbol = table.symbol(index, "");
        if (perCpu) {
            return 'A';
        }
        if (symbol.binding() == Symbol.Binding.WEAK) {
            return symbol.kind() == Symbol.Kind.OBJECT ? 'V' : 'W';
        }
        char letter = sections.at(table.section(index)).map(FileSymbols::letter).orElse('a');
        return symbol.binding() == Symbol.Binding.LOCAL ? letter : Character.toUpperCase(letter);
    }

    private static char letter(ElfSections.Section section) {
        if (section.executable()) {
            return 't';
        }
        if (section.name().startsWith(".rodata")) {
            return 'r';
        }
        return section.empty() ? 'b' : section.writable() ? 'd' : 'r';
    }
}
