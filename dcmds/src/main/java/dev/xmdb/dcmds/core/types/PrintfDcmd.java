package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.types.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code ::printf}. */
final class PrintfDcmd {
    private static final DcmdSpec PRINTF = DcmdSpec.named("printf")
            .summary("print and format the member(s) of a data structure")
            .address(AddressUse.REQUIRED)
            .operands("format type member ...")
            .parsesItself()
            .description(
                    "Prints members of the structure at the address as the format says, one for each conversion; the member . is dot.\n\n"
                            + "%a %A %p: a pointer as symbol and offset, as symbol or nothing, in hexadecimal\n"
                            + "%d %u %o %q %x %X: a number, signed in decimal when it is signed, unsigned in decimal, octal, signed octal, hexadecimal\n"
                            + "%r %R: a number in the default radix, unsigned and signed\n"
                            + "%s: the text in an array of characters, or at a pointer; the name of an enumeration's value\n"
                            + "%H: a size as people read it: 4K, 1.50M\n"
                            + "%I %N: an IPv4 address in 32 bits, an IPv6 address in 16 bytes\n"
                            + "%Y: a time in seconds since 1970\n"
                            + "%%: a percent sign\n\n"
                            + "Between % and the letter: - for left alignment, a width in decimal (0 before it fills up with zeros), or ? for the width of a pointer. "
                            + "Every run prints whole lines: what does not end with \\n is ended with one.")
            .example(
                    SolarisGuest.KIND,
                    "*practive::list proc_t p_next | ::printf \"%s\\n\" proc_t p_user.u_psargs",
                    "the arguments of all processes")
            .example(
                    LinuxGuest.KIND, "::walk thread | ::printf \"%5d %s\\n\" task_struct pid comm", "numbers and names")
            .example(SolarisGuest.KIND, "t0::printf \"%?p %3d %a\\n\" kthread_t . t_pri t_cpu", "one thread")
            .build();

    private PrintfDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(PRINTF, Aborting.of(PrintfDcmd::printf)));
    }

    private static Status printf(Invocation in) {
        List<DcmdArgument> arguments = in.arguments();
        if (arguments.isEmpty() || !(arguments.getFirst() instanceof DcmdArgument.Word(String text))) {
            throw new MisnamedException("expected a format string");
        }
        PrintfFormat format = PrintfFormat.of(text);
        Optional<TypeWords> words = TypeWords.of(arguments.subList(1, arguments.size()));
        if (words.isEmpty()) {
            return Status.USAGE;
        }
        Type type = words.get().type(in.session());
        List<DcmdArgument> members = words.get().rest();
        if (members.isEmpty()) {
            in.warn("at least one member must be specified");
            return Status.USAGE;
        }
        int found = format.pieces().size();
        if (members.size() != found) {
            throw new MisnamedException((members.size() > found ? "missing" : "extra") + " format specifiers (found "
                    + found + ", expected " + members.size() + ")");
        }
        TypedPlace start = TypedPlace.of(in.target().virtual(), in.address(), type);
        var fields = new Fields();
        var names = new HashSet<String>();
        var line = new StringBuilder();
        for (int i = 0; i < found; i++) {
            String member = Words.text(in, members.get(i));
            Value value = value(in, start, member, format.pieces().get(i).letter());
            line.append(format.pieces().get(i).format().format(in.out().layout(), List.of(value)));
            fields.add(key(names, member), value);
        }
        line.append(format.end());
        String whole = line.toString();
        in.out().emit(fields.row(whole.endsWith("\n") ? whole.substring(0, whole.length() - 1) : whole));
        in.session().dot(in.address() + in.session().types().complete(type).size());
        return Status.OK;
    }

    private static Value value(Invocation in, TypedPlace start, String member, char letter) {
        if (member.equals(".")) {
            if (letter == 's' || letter == 'I' || letter == 'N') {
                throw new MisnamedException("expected integer or pointer format specifier for '.'");
            }
            return letter == 'a' || letter == 'A'
                    ? new Value.SymbolRef(in.address(), in.out().layout().symbol(in.address()))
                    : new Value.Address(in.address());
        }
        TypedPlace place =
                MemberChase.follow(in, in.target().virtual(), start, member).place();
        try {
            return new MemberValue(in, place).as(letter);
        } catch (DcmdException unreadable) {
            in.warn(unreadable.getMessage());
            throw new DcmdException("failed to print member '" + member + "'");
        }
    }

    /** A key for a member's value: its letters and digits, and a number when there was one like it. */
    private static String key(Set<String> names, String member) {
        String key =
                member.equals(".") ? "dot" : member.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
        String unique = key;
        for (int i = 2; !names.add(unique); i++) {
            unique = key + "_" + i;
        }
        return unique;
    }
}
