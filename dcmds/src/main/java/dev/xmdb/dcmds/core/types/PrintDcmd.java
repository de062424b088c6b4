package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ::print}. */
final class PrintDcmd {
    private static final DcmdSpec PRINT = DcmdSpec.named("print")
            .summary("print the contents of a data structure")
            .address(AddressUse.OPTIONAL)
            .operands("[type] [member|offset ...]")
            .option(OptionSpec.flag('a', "show the address of each value; into a pipe, pass on addresses of members"))
            .option(OptionSpec.flag('C', "show arrays of characters as text however long they are"))
            .option(OptionSpec.flag('d', "show numbers in decimal"))
            .option(OptionSpec.flag('h', "show holes: bytes between members that no member has"))
            .option(OptionSpec.flag('i', "the address is itself the value"))
            .option(OptionSpec.flag('L', "show all members of an array"))
            .option(OptionSpec.flag('m', "a line for each value, with its whole path instead of braces"))
            .option(OptionSpec.flag('n', "show pointers as numbers, not as symbols"))
            .option(OptionSpec.flag('p', "the address is a physical one"))
            .option(OptionSpec.flag('T', "show the type of each value, and in <<>> what it stands for"))
            .option(OptionSpec.flag('t', "show the type of each value"))
            .option(OptionSpec.flag('V', "show values only, without the names of members"))
            .option(OptionSpec.flag('x', "show numbers in hexadecimal; wins over -d"))
            .option(OptionSpec.number('c', "limit", "show arrays of more characters than this member by member"))
            .option(OptionSpec.number('l', "limit", "show at most so many members of an array"))
            .option(OptionSpec.number('s', "depth", "open so many levels only"))
            .description(
                    "Prints the value at the address as the type says, with the values of all its members; without an address, prints the members of the type. "
                            + "The type may be left out where the address is that of a variable whose type is known; a module and a backquote may stand before its "
                            + "name. Without a keyword it is a typedef, else a structure, a union or an enumeration of that name.\n\nMembers are named as in C: a.b, a->b, a[3]; a[1..3] or a[1-3] means several of an array. A number in $[ ] is an offset, and stands for the "
                            + "member there.\n\nInto a pipe it passes on the values of members that are pointers or numbers, and the addresses of all others. "
                            + "Numbers after options are in the default radix. Afterwards dot is the first byte after the value.")
            .example(SolarisGuest.KIND, "utsname::print struct utsname nodename", "the name of the domain")
            .example(SolarisGuest.KIND, "p0::print -t -s 1 proc_t", "the first process, its structures closed")
            .example(SolarisGuest.KIND, "::print -a struct cpu", "where the members of a struct cpu are")
            .example(
                    SolarisGuest.KIND,
                    "t0::print kthread_t t_procp->p_user.u_comm",
                    "the command of a thread's process")
            .example(SolarisGuest.KIND, "*cpu_list::print -a cpu_t cpu_thread | /K", "reads the pointer again")
            .example(LinuxGuest.KIND, "init_task::print pid comm", "two members of a variable")
            .example(LinuxGuest.KIND, "init_task::print -m se.load", "a line for each value")
            .example(LinuxGuest.KIND, "::print -at task_struct stack", "where a structure has a member")
            .example(LinuxGuest.KIND, "::walk thread | ::print -V task_struct comm", "values only")
            .build();

    private PrintDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(PRINT, Aborting.of(PrintDcmd::print)));
    }

    private static Status print(Invocation in) {
        if (in.has('p') && in.has('i')) {
            throw new DcmdException("-p and -i options are incompatible");
        }
        Optional<Subject> subject = subject(in);
        return subject.isEmpty() ? Status.USAGE : print(in, subject.get());
    }

    /** What is printed: a type, and which members of it. */
    private record Subject(Type type, List<DcmdArgument> members) {}

    private static Optional<Subject> subject(Invocation in) {
        List<DcmdArgument> arguments = in.arguments();
        boolean atVariable = in.hasAddress() && !in.has('i');
        boolean named = !arguments.isEmpty() && arguments.getFirst() instanceof DcmdArgument.Word;
        if (!named) {
            return atVariable
                    ? Optional.of(new Subject(VariableTypes.of(in.session(), in.address()), arguments))
                    : Optional.empty();
        }
        if (arguments.getFirst() instanceof DcmdArgument.Word(String first)
                && (first.startsWith("-") || first.startsWith("+"))) {
            return Optional.empty();
        }
        TypeWords words = TypeWords.of(arguments).orElseThrow();
        if (words.name().equals("void")) {
            throw new MisnamedException("cannot dereference void type");
        }
        Optional<Type> type = TypeWords.exactly(in.session(), words.name());
        if (type.isPresent()) {
            if (atVariable && in.address() != 0 && !in.has('p')) {
                VariableTypes.refuseCopied(in.session(), in.address());
            }
            return Optional.of(new Subject(type.get(), words.rest()));
        }
        Optional<Type> tagged = words.find(in.session());
        if (atVariable && words.couldBeMember()) {
            Optional<Type> variable = VariableTypes.find(in.session(), in.address());
            if (variable.isPresent() && (tagged.isEmpty() || hasMember(in.session(), variable.get(), words.name()))) {
                return Optional.of(new Subject(variable.get(), arguments));
            }
        }
        return Optional.of(new Subject(words.type(in.session()), words.rest()));
    }

    /** Whether a word begins with a member of a type, or of what it points to. */
    private static boolean hasMember(Session session, Type type, String word) {
        Type base = session.types().complete(type);
        Type inner = base instanceof Type.Pointer pointer
                ? session.types().complete(pointer.target().type())
                : base;
        return inner instanceof Type.Aggregate aggregate
                && aggregate.field(word.split("[^A-Za-z0-9_$]", 2)[0]).isPresent();
    }

    private static Status print(Invocation in, Subject subject) {
        AddressSpace pointed = in.has('p') ? in.target().physical() : memory(in);
        boolean immediate = in.has('i') && in.hasAddress();
        AddressSpace memory = immediate ? new ImmediateMemory(in.address(), pointed.wordSize()) : pointed;
        long address = in.hasAddress() && !immediate ? in.address() : 0;
        var start = TypedPlace.of(memory, address, subject.type());
        var printing = new Printing(in, pointed, PrintStyle.of(in));
        boolean complete = true;
        if (subject.members().isEmpty()) {
            complete = printing.whole(start);
        }
        for (DcmdArgument member : subject.members()) {
            complete &= printing.member(start, member);
        }
        in.session()
                .dot(in.address()
                        + in.session().types().complete(subject.type()).size());
        return complete ? Status.OK : Status.ERROR;
    }

    /** Where pointers point; nowhere without an image. */
    private static AddressSpace memory(Invocation in) {
        return in.session().target().isPresent() ? in.target().virtual() : new NoMemory();
    }

    /** One run of the command. */
    private record Printing(Invocation in, AddressSpace pointed, PrintStyle style) {
        boolean whole(TypedPlace place) {
            if (in.isPipeOutput()) {
                return pass(place);
            }
            var printer = new ValuePrinter(in, style, pointed);
            printer.print(place);
            return succeeded(printer);
        }

        boolean member(TypedPlace start, DcmdArgument argument) {
            return switch (argument) {
                case DcmdArgument.Word(String path) -> {
                    MemberChase.End end = MemberChase.follow(in, pointed, start, path);
                    boolean aggregate =
                            in.session().types().complete(end.place().type()) instanceof Type.Aggregate;
                    if (end.pointedAtFirst() && aggregate) {
                        yield print(end.place(), path.substring(0, path.lastIndexOf('[')), "->");
                    }
                    yield print(end.place(), path, aggregate ? "." : "");
                }
                case DcmdArgument.Immediate(long offset) -> {
                    var path = new ArrayList<String>();
                    TypedPlace place = OffsetSearch.find(in.session().types(), start, offset, path)
                            .orElseThrow(() -> new MisnamedException("invalid offset " + Long.toHexString(offset)));
                    yield print(place, String.join("", path), ".");
                }
            };
        }

        private boolean print(TypedPlace place, String path, String delimiter) {
            if (in.isPipeOutput()) {
                return pass(place);
            }
            var printer = new ValuePrinter(in, style, pointed);
            printer.print(place, path, delimiter);
            return succeeded(printer);
        }

        private boolean succeeded(ValuePrinter printer) {
            String failure = printer.failure();
            if (failure != null) {
                in.warn(failure);
            }
            return failure == null;
        }

        /** Passes on a number or a pointer, or the address of anything else. */
        private boolean pass(TypedPlace place) {
            Type base = in.session().types().complete(place.type());
            long value = place.address();
            if (!in.has('a')) {
                value = switch (base) {
                    case Type.Whole whole
                    when width(place, whole) > 0 ->
                        ScalarText.bits(
                                place,
                                place.bit() + (place.width() > 0 ? 0 : whole.bitOffset()),
                                width(place, whole),
                                false);
                    case Type.Enumeration enumeration ->
                        ScalarText.bits(
                                place,
                                place.bit(),
                                place.width() > 0
                                        ? place.width()
                                        : Math.clamp(enumeration.size() * Byte.SIZE, 1, Long.SIZE),
                                false);
                    case Type.Pointer pointer ->
                        ScalarText.bits(place, 0, Math.clamp(pointer.size(), 1, Long.BYTES) * Byte.SIZE, false);
                    default -> value;
                };
            }
            in.out().emit(new Fields().address("value", value).row(in.session().markedNumber(value), value));
            return true;
        }

        private static int width(TypedPlace place, Type.Whole whole) {
            return Math.min(place.width() > 0 ? place.width() : whole.bits(), Long.SIZE);
        }
    }
}
