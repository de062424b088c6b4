package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.PrivateSymbols;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.symbols.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Tables of symbols: {@code ::nm ::nmadd ::nmdel}. */
final class NmDcmds {
    private static final Set<String> KINDS = Set.of("noty", "objt", "func", "sect", "file", "comm", "tls", "regi");

    private static final DcmdSpec NM = DcmdSpec.named("nm")
            .summary("print symbols")
            .address(AddressUse.OPTIONAL)
            .operands("[object]")
            .option(OptionSpec.flag('D', "print the dynamic symbols; a kernel has none"))
            .option(OptionSpec.flag('P', "print the symbols that ::nmadd added"))
            .option(OptionSpec.flag('d', "print values and sizes in decimal"))
            .option(OptionSpec.flag('g', "print global symbols only"))
            .option(OptionSpec.flag('h', "print no header"))
            .option(OptionSpec.flag('n', "sort by name"))
            .option(OptionSpec.flag('o', "print values and sizes in octal"))
            .option(OptionSpec.flag('p', "print symbols as ::nmadd commands"))
            .option(OptionSpec.flag('u', "print undefined symbols only"))
            .option(OptionSpec.flag('v', "sort by value"))
            .option(OptionSpec.flag('x', "print values and sizes in hexadecimal"))
            .option(OptionSpec.string('f', "format", "columns, with commas: " + String.join(",", NmColumns.ALL)))
            .option(OptionSpec.string('t', "types", "kinds, with commas: noty,objt,func,sect,file,comm,tls,regi"))
            .description(
                    "Prints the symbols of all objects, or of one; with an address, the symbol (of that object) that covers it. Values and sizes are in hexadecimal, or in the default "
                            + "radix when that is 8 or 10.")
            .example(SolarisGuest.KIND, "::nm -n xdf", "the symbols of a driver by name")
            .example(
                    SolarisGuest.KIND,
                    "::nm -f name,ctype -t objt genunix",
                    "the variables of a module with their types")
            .example(SolarisGuest.KIND, "utsname::nm", "one symbol")
            .example("::nm -P", "your own symbols")
            .build();

    private static final DcmdSpec NMADD = DcmdSpec.named("nmadd")
            .summary("add name to private symbol table")
            .address(AddressUse.REQUIRED)
            .operands("name")
            .option(OptionSpec.flag('f', "the symbol names a function"))
            .option(OptionSpec.flag('o', "the symbol names data"))
            .option(OptionSpec.number('e', "end", "the first address after what it names"))
            .option(OptionSpec.number('s', "size", "how many bytes it names"))
            .description(
                    "Gives the address a name, which lasts as long as the session: it may stand in expressions, and addresses are printed with it. "
                            + "Your own names are found before those of the guest.")
            .example("1000::nmadd -s 10 buffer", "names sixteen bytes")
            .build();

    private static final DcmdSpec NMDEL = DcmdSpec.named("nmdel")
            .summary("remove name from private symbol table")
            .operands("name")
            .description("Removes a name that ::nmadd added.")
            .example("1000::nmadd scratch; ::nmdel scratch", "adds a name and removes it")
            .build();

    private NmDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(NM, NmDcmds::nm),
                new Declared(NMADD, NmDcmds::nmadd),
                new Declared(NMDEL, NmDcmds::nmdel));
    }

    private static Status nm(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() > 1) {
            return Status.USAGE;
        }
        OptionalInt radix = radix(in);
        Optional<String> clash = clash(in, radix, !words.isEmpty());
        if (clash.isPresent()) {
            in.warn(clash.get());
            return Status.USAGE;
        }
        Optional<Set<String>> columns = chosen(in, 'f', Set.copyOf(NmColumns.ALL), NmColumns.USUAL);
        Optional<Set<String>> kinds = chosen(in, 't', KINDS, Set.of());
        if (columns.isEmpty() || kinds.isEmpty()) {
            return Status.USAGE;
        }
        var table = new NmColumns(
                columns.get(),
                radix.orElse(16),
                in.out().layout().pointerDigits(),
                in.session().types());
        boolean commands = in.has('p');
        List<Symbol> symbols = symbols(in, words);
        if (!in.has('h') && !commands && !in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out().emit(table.header());
        }
        for (Symbol symbol : symbols) {
            in.checkInterrupted();
            if (wanted(in, symbol, kinds.get())) {
                in.out().emit(commands ? command(in, symbol) : table.row(symbol));
            }
        }
        return Status.OK;
    }

    private static OptionalInt radix(Invocation in) {
        int given = 0;
        int radix = 0;
        for (char letter : new char[] {'d', 'o', 'x'}) {
            if (in.has(letter)) {
                given++;
                radix = letter == 'd' ? 10 : letter == 'o' ? 8 : 16;
            }
        }
        if (given == 0) {
            radix = in.session().radix() == 8 || in.session().radix() == 10
                    ? in.session().radix()
                    : 16;
        }
        return given > 1 ? OptionalInt.empty() : OptionalInt.of(radix);
    }

    private static Optional<String> clash(Invocation in, OptionalInt radix, boolean object) {
        if (radix.isEmpty()) {
            return Optional.of("-d/-o/-x options are mutually exclusive");
        }
        if (in.has('P') && (object || in.hasAddress())) {
            return Optional.of((object ? "-P/object" : "-P/address") + " options are mutually exclusive");
        }
        return Optional.empty();
    }

    /** The words of an option with commas; empty when one of them is unknown, which was reported. */
    private static Optional<Set<String>> chosen(Invocation in, char letter, Set<String> known, Set<String> usual) {
        var chosen = new HashSet<String>();
        for (String list : in.strings(letter)) {
            for (String word : list.split(",", -1)) {
                if (!known.contains(word)) {
                    in.warn("invalid option for -" + letter + ": \"" + word + "\"");
                    Suggestions.word(word, known).ifPresent(in::warn);
                    return Optional.empty();
                }
                chosen.add(word);
            }
        }
        return Optional.of(chosen.isEmpty() ? usual : chosen);
    }

    private static boolean wanted(Invocation in, Symbol symbol, Set<String> kinds) {
        String kind = NmColumns.type(symbol.kind()).toLowerCase(Locale.ROOT);
        return (kinds.isEmpty() || kinds.contains(kind))
                && (!in.has('g') || symbol.binding() == Symbol.Binding.GLOBAL)
                && (!in.has('u') || NmColumns.isUndefined(symbol));
    }

    private static List<Symbol> symbols(Invocation in, List<String> words) {
        PrivateSymbols all = in.session().symbols();
        if (in.hasAddress()) {
            return List.of(
                    words.isEmpty()
                            ? covering(in.session(), in.address())
                            : covering(in, words.getFirst(), in.address()));
        }
        List<Symbol> found;
        if (in.has('P')) {
            found = new ArrayList<>(all.added());
        } else if (in.has('D')) {
            found = new ArrayList<>();
        } else {
            found = new ArrayList<>();
            for (String object : words.isEmpty() ? all.objects() : words) {
                found.addAll(ofObject(in, object));
            }
        }
        if (in.has('n')) {
            found.sort(Comparator.comparing(Symbol::name));
        } else if (in.has('v')) {
            found.sort((one, other) -> Long.compareUnsigned(one.value(), other.value()));
        }
        return found;
    }

    private static List<Symbol> ofObject(Invocation in, String object) {
        return in.session()
                .symbols()
                .all(object)
                .orElseThrow(() -> new DcmdException(
                        "failed to iterate over symbols of " + object + ": unknown object file name",
                        () -> new Suggestions(in.session()).object(object)));
    }

    /** The symbol of an object that covers an address: the one that begins last. */
    private static Symbol covering(Invocation in, String object, long address) {
        return ofObject(in, object).stream()
                .filter(symbol -> symbol.value() != 0
                        && Long.compareUnsigned(address - symbol.value(), Math.max(1, symbol.size())) < 0)
                .max((one, other) -> Long.compareUnsigned(one.value(), other.value()))
                .orElseThrow(
                        () -> new DcmdException(in.session().number(address) + ": no symbol corresponds to address"));
    }

    private static Symbol covering(Session session, long address) {
        return session.symbols().at(address).stream()
                .flatMap(hit -> session.symbols().exactly(address - hit.offset()).stream())
                .findFirst()
                .orElseThrow(() -> new DcmdException(session.number(address) + ": no symbol corresponds to address"));
    }

    private static Emission.Row command(Invocation in, Symbol symbol) {
        String kind = switch (symbol.kind()) {
            case FUNCTION -> "-f ";
            case OBJECT -> "-o ";
            default -> "";
        };
        Session session = in.session();
        String text = session.markedNumber(symbol.value()) + "::nmadd " + kind + "-s "
                + session.markedNumber(symbol.size()) + " " + symbol.name();
        return new Fields()
                .address("value", symbol.value())
                .quantity("size", symbol.size())
                .text("name", symbol.name())
                .row(text, symbol.value());
    }

    private static Status nmadd(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() != 1
                || words.getFirst().isEmpty()
                || "+-".indexOf(words.getFirst().charAt(0)) >= 0) {
            return Status.USAGE;
        }
        long address = in.address();
        OptionalLong end = in.number('e');
        if (end.isPresent() && Long.compareUnsigned(end.getAsLong(), address) < 0) {
            in.warn(String.format(Locale.ROOT, "end (%x) is less than start address (%x)", end.getAsLong(), address));
            return Status.USAGE;
        }
        String name = words.getFirst();
        Optional<Symbol> before = in.session().symbols().added(name);
        long size = in.number('s')
                .orElse(
                        end.isPresent()
                                ? end.getAsLong() - address
                                : before.map(Symbol::size).orElse(0L));
        Symbol.Kind kind = in.has('o')
                ? Symbol.Kind.OBJECT
                : in.has('f') ? Symbol.Kind.FUNCTION : before.map(Symbol::kind).orElse(Symbol.Kind.UNTYPED);
        var symbol = new Symbol(name, address, size, kind, Symbol.Binding.GLOBAL, "", -1);
        in.session().symbols().add(symbol);
        if (before.isPresent()) {
            told(in, "replaced", "old value", before.get());
        } else {
            told(in, "added", "value", symbol);
        }
        return Status.OK;
    }

    private static Status nmdel(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() != 1) {
            return Status.USAGE;
        }
        Symbol symbol = in.session()
                .symbols()
                .added(words.getFirst())
                .orElseThrow(
                        () -> new DcmdException("symbol '" + words.getFirst() + "' not found in private symbol table"));
        in.session().symbols().remove(symbol.name());
        told(in, "deleted", "value", symbol);
        return Status.OK;
    }

    private static void told(Invocation in, String what, String value, Symbol symbol) {
        in.out()
                .emit(new Fields()
                        .text("action", what)
                        .text("name", symbol.name())
                        .address(value.replace(' ', '_'), symbol.value())
                        .quantity("size", symbol.size())
                        .row(what + " " + symbol.name() + ", " + value + "="
                                + in.session().number(symbol.value()) + ", size="
                                + in.session().number(symbol.size())));
    }
}
