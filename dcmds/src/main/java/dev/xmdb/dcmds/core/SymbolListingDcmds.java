package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.Words;
import dev.xmdb.dump.ImageSection;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.symbols.Symbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lists that adb had: source files and variables ({@code ::files $f $e}); and the parts of the image ({@code ::xdata}). */
final class SymbolListingDcmds {
    private static final Map<String, String> PARTS = Map.of(
            ".note.Xen", "versions and page size that Xen wrote",
            ".xen_prstatus", "registers of the vCPUs",
            ".xen_shared_info", "page that the domain shares with Xen",
            ".xen_p2m", "guest and machine frame numbers of the pages",
            ".xen_pfn", "guest frame numbers of the pages",
            ".xen_pages", "contents of the pages",
            ".shstrtab", "names of the parts");

    private static final DcmdSpec FILES = DcmdSpec.named("files", "$f")
            .summary("list the source files that symbol tables name")
            .operands("[object]")
            .description(
                    "Prints the file symbols of all objects, or of one, each after its number in its table. The table that Linux keeps in memory has none, which a message says. Where ::files means the open files of a task, it does so with an address only.")
            .example(SolarisGuest.KIND, "$f", "lists the files")
            .build();

    private static final DcmdSpec EXTERNALS = DcmdSpec.named("$e")
            .summary("print the values of all global variables")
            .description(
                    "Prints each global symbol of code or data with its address in parentheses and the word that memory has there, in the default radix. Symbols "
                            + "whose memory cannot be read are left out; a message tells how many those are.")
            .example("$e | ::head -3", "the first three")
            .build();

    private static final DcmdSpec XDATA = DcmdSpec.named("xdata")
            .summary("list the parts of the image")
            .description("Prints the name of each part of the image file, what is in it, and its bytes.")
            .example("::xdata", "lists the parts")
            .build();

    private SymbolListingDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(FILES, SymbolListingDcmds::files),
                new Declared(EXTERNALS, SymbolListingDcmds::externals),
                new Declared(XDATA, SymbolListingDcmds::xdata));
    }

    private static Status files(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() > 1) {
            return Status.USAGE;
        }
        Symbols symbols = in.session().symbols();
        boolean found = false;
        for (String object : words.isEmpty() ? symbols.objects() : words) {
            List<Symbol> all = symbols.all(object)
                    .orElseThrow(() -> new DcmdException(
                            "failed to iterate over symbols of " + object + ": unknown object file name",
                            () -> new Suggestions(in.session()).object(object)));
            for (Symbol symbol : all) {
                if (symbol.kind() == Symbol.Kind.FILE) {
                    in.checkInterrupted();
                    found = true;
                    in.out()
                            .emit(new Fields()
                                    .text("object", object)
                                    .quantity("index", symbol.index())
                                    .text("name", symbol.name())
                                    .row(symbol.index() + "\t" + SingleLine.of(symbol.name())));
                }
            }
        }
        if (!found) {
            in.warn("no symbols of source files: " + reason(in));
        }
        return Status.OK;
    }

    private static String reason(Invocation in) {
        return in.target().guest() instanceof LinuxGuest
                ? "the table of symbols that Linux keeps in memory (kallsyms) has none"
                : "the tables of symbols in the image have none";
    }

    private static Status externals(Invocation in) {
        AddressSpace memory = in.target().virtual();
        Symbols symbols = in.session().symbols();
        long unreadable = 0;
        for (String object : symbols.objects()) {
            for (Symbol symbol : symbols.all(object).orElse(List.of())) {
                in.checkInterrupted();
                boolean shown = symbol.binding() == Symbol.Binding.GLOBAL
                        && (symbol.kind() == Symbol.Kind.OBJECT || symbol.kind() == Symbol.Kind.FUNCTION);
                if (shown && symbol.value() != 0 && !external(in, memory, symbol)) {
                    unreadable++;
                }
            }
        }
        if (unreadable > 0) {
            in.warn("left out " + unreadable + (unreadable == 1 ? " symbol" : " symbols")
                    + " whose memory cannot be read: no mapping for address");
        }
        return Status.OK;
    }

    /** Prints one, and returns whether its memory could be read. */
    private static boolean external(Invocation in, AddressSpace memory, Symbol symbol) {
        long word;
        try {
            word = memory.readWord(symbol.value());
        } catch (MemoryFaultException unreadable) {
            return false;
        }
        in.out()
                .emit(new Fields()
                        .text("name", symbol.name())
                        .address("value", symbol.value())
                        .address("contents", word)
                        .row(
                                SingleLine.of(symbol.name()) + "("
                                        + in.session().number(symbol.value()) + "):\t"
                                        + in.session().number(word),
                                symbol.value()));
        return true;
    }

    private static Status xdata(Invocation in) {
        for (ImageSection section : in.target().image().sections()) {
            if (!section.name().isEmpty()) {
                String what = PARTS.getOrDefault(section.name(), "part of the image file");
                in.out()
                        .emit(new Fields()
                                .text("name", section.name())
                                .text("description", what)
                                .quantity("size", section.size())
                                .row(String.format(
                                        Locale.ROOT,
                                        "%-24s - %s (%s bytes)",
                                        SingleLine.of(section.name()),
                                        what,
                                        Long.toUnsignedString(section.size()))));
            }
        }
        return Status.OK;
    }
}
