package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::enum}. */
final class EnumDcmd {
    private static final int NAME_COLUMNS = 64;
    private static final int HEXADECIMAL_COLUMNS = 8;
    private static final int DECIMAL_COLUMNS = 11;

    private static final DcmdSpec ENUM = DcmdSpec.named("enum")
            .summary("print an enumeration")
            .address(AddressUse.OPTIONAL)
            .operands("enum [name]")
            .option(OptionSpec.flag('e', "leave out what all names begin with"))
            .option(OptionSpec.flag('x', "print values in hexadecimal"))
            .description(
                    "Prints the values of an enumeration and their names; with an address, the name of that value; with a name, its value. An enumeration whose "
                            + "values are all single bits is printed in hexadecimal, and its names are combined: PFX_{A|B}. A word without a keyword is a tag "
                            + "before it is a typedef.")
            .example(SolarisGuest.KIND, "::enum syncobj_t", "what a thread can wait for")
            .example(SolarisGuest.KIND, "3::enum syncobj_t", "names one of them")
            .build();

    private EnumDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(ENUM, Aborting.of(EnumDcmd::print)));
    }

    private static Status print(Invocation in) {
        Optional<TypeWords> words = TypeWords.of(in.arguments());
        if (words.isEmpty() || words.get().rest().size() > 1) {
            return Status.USAGE;
        }
        List<DcmdArgument> rest = words.get().rest();
        if (!rest.isEmpty() && in.hasAddress()) {
            in.warn("may only specify one of: name, address");
            return Status.USAGE;
        }
        Found found = find(in.session(), words.get());
        var table = new Table(in, found, new EnumNames(found.type()));
        if (in.hasAddress()) {
            return table.value(in.address());
        }
        return switch (rest.isEmpty() ? null : rest.getFirst()) {
            case DcmdArgument.Immediate(long value) -> table.value(value);
            case DcmdArgument.Word(String name) -> table.name(name);
            case null -> table.all();
        };
    }

    /**
     * An enumeration.
     *
     * @param name how it is called in messages
     * @param type the enumeration
     */
    private record Found(String name, Type.Enumeration type) {}

    private static Found find(Session session, TypeWords words) {
        String name = words.name();
        boolean bare = words.couldBeMember();
        Optional<Type> tagged =
                bare ? session.types().candidates(Optional.of(Tag.ENUM), name).findFirst() : Optional.empty();
        String chosen = tagged.isPresent() ? "enum " + name : name;
        Type type = tagged.or(() -> words.find(session))
                .orElseThrow(() ->
                        new MisnamedException((bare ? "types 'enum " + name + "', '" + name + "'" : "'" + name + "'")
                                + ": unknown symbol name"));
        if (session.types().complete(type) instanceof Type.Enumeration enumeration) {
            return new Found(chosen, enumeration);
        }
        throw new MisnamedException("'" + chosen + "': not an enumeration");
    }

    /** One run of the command. */
    private record Table(Invocation in, Found found, EnumNames names) {

        private boolean hexadecimal() {
            return in.has('x') || names.areFlags();
        }

        Status all() {
            header();
            found.type().enumerators().forEach(each -> row(each.value(), each.name()));
            return Status.OK;
        }

        Status name(String name) {
            List<Type.Enumerator> named = found.type().enumerators().stream()
                    .filter(each -> each.name().equals(name))
                    .toList();
            header();
            named.forEach(each -> row(each.value(), each.name()));
            if (named.isEmpty()) {
                throw new DcmdException("name \"" + name + "\" not in '" + found.name() + "'");
            }
            return Status.OK;
        }

        Status value(long sought) {
            if ((int) sought != sought && Integer.toUnsignedLong((int) sought) != sought) {
                in.warn("value '" + sought + "' out of enumeration range");
            }
            long value = (int) sought;
            header();
            if (names.areFlags()) {
                shown(value, SingleLine.of(names.combination(value, in.has('e'))));
                return Status.OK;
            }
            List<Type.Enumerator> named = found.type().enumerators().stream()
                    .filter(each -> each.value() == value)
                    .toList();
            named.forEach(each -> row(value, each.name()));
            if (named.isEmpty()) {
                throw new DcmdException("value " + Layout.marked(value, 10) + " not in '" + found.name() + "'");
            }
            return Status.OK;
        }

        private void header() {
            if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
                int columns = hexadecimal() ? HEXADECIMAL_COLUMNS : DECIMAL_COLUMNS;
                String format = "%" + columns + "s %-" + NAME_COLUMNS + "s";
                in.out().emit(new Emission.Header(String.format(Locale.ROOT, format, "VALUE", "NAME")));
            }
        }

        private void row(long value, String name) {
            shown(value, SingleLine.of(in.has('e') ? names.withoutPrefix(name) : name));
        }

        private void shown(long value, String name) {
            String text;
            if (in.isPipeOutput()) {
                text = in.session().markedNumber(value);
            } else if (hexadecimal()) {
                text = String.format(Locale.ROOT, "%" + HEXADECIMAL_COLUMNS + "x %s", (int) value, name);
            } else {
                text = String.format(Locale.ROOT, "%" + DECIMAL_COLUMNS + "d %s", value, name);
            }
            in.out()
                    .emit(new Fields()
                            .quantity("value", value)
                            .text("name", name)
                            .row(text, value));
        }
    }
}
