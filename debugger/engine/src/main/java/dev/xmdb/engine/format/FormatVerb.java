package dev.xmdb.engine.format;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Settings;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.grammar.Argument;
import dev.xmdb.grammar.Command;
import dev.xmdb.grammar.Expression;
import dev.xmdb.grammar.FormatItem;
import dev.xmdb.grammar.Position;
import dev.xmdb.grammar.Verb;
import dev.xmdb.target.Target;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One run of a format verb at dot. */
public final class FormatVerb {
    private static final Position NOWHERE = new Position(1, 0);
    private static final List<FormatItem> DEFAULT = List.of(
            new FormatItem.Letter('X', 1, null, NOWHERE),
            new FormatItem.Letter('^', 1, null, NOWHERE),
            new FormatItem.Literal("= ", NOWHERE),
            new FormatItem.Letter('i', 1, null, NOWHERE));
    private static final Line HIT = Line.of("%a", "address").pipes("address");

    private final Invocation invocation;
    private final Session session;
    private final ToLongFunction<Expression> evaluator;

    /**
     * Prepares a run.
     *
     * @param invocation where, and where output goes
     * @param evaluator evaluates {@code $[…]}
     */
    public FormatVerb(Invocation invocation, ToLongFunction<Expression> evaluator) {
        this.invocation = invocation;
        this.session = invocation.session();
        this.evaluator = evaluator;
    }

    /**
     * Refuses formats that no run could print, before anything is printed.
     *
     * @throws DcmdException naming what is wrong
     */
    public static void check(Command.Format command) {
        if (command.verb() == Verb.VALUE && command.formats().isEmpty()) {
            throw new DcmdException("expected one or more format characters following '='");
        }
        for (FormatItem item : command.formats()) {
            if (item instanceof FormatItem.Letter letter && !FormatCatalogue.isPrinted(letter.letter())) {
                throw new DcmdException("invalid format character -- '" + letter.letter() + "'");
            }
        }
    }

    /** Prints memory or a value. */
    public Status print(Command.Format command) {
        boolean isValue = command.verb() == Verb.VALUE;
        long start = invocation.address();
        Settings settings = session.settings();
        var sheet = new Sheet(
                invocation.out(), settings.autowrap() ? settings.columns() : 0, invocation.isPipeOutput(), !isValue);
        var labels = new AddressLabel(session, isValue || isVirtual(command.verb()));
        List<FormatItem> formats = command.formats().isEmpty() ? DEFAULT : command.formats();
        if (isValue) {
            session.increment(0);
            return values(formats, start, sheet, labels);
        }
        Source source = memory(command.verb());
        long from = source.normalize(start);
        begin(formats, from, sheet, labels, isVirtual(command.verb()));
        var printer = new ItemPrinter(invocation, source, sheet, labels);
        long address = from;
        try {
            for (FormatItem item : formats) {
                switch (item) {
                    case FormatItem.Literal literal -> sheet.item(literal.text());
                    case FormatItem.Letter letter -> address = printer.print(letter.letter(), repeat(letter), address);
                }
            }
            session.increment(address - from);
        } catch (MemoryFaultException fault) {
            sheet.end();
            session.increment(address - from);
            return unreadable(fault);
        } finally {
            sheet.end();
        }
        return Status.OK;
    }

    private Status values(List<FormatItem> formats, long start, Sheet sheet, AddressLabel labels) {
        long value = start;
        try {
            for (FormatItem item : formats) {
                switch (item) {
                    case FormatItem.Literal literal -> sheet.item(literal.text());
                    case FormatItem.Letter letter -> {
                        var printer = new ItemPrinter(invocation, new Source.Constant(value), sheet, labels);
                        long moved = printer.print(letter.letter(), repeat(letter), value);
                        if (letter.letter() == '+' || letter.letter() == '-') {
                            value = moved;
                        }
                    }
                }
            }
        } finally {
            sheet.end();
        }
        return Status.OK;
    }

    private static void begin(
            List<FormatItem> formats, long address, Sheet sheet, AddressLabel labels, boolean virtual) {
        if (startsWith(formats, 'a', 'i')) {
            labels.putBare(sheet, address);
            sheet.newline();
        } else if (startsWith(formats, 'i', 'a')) {
            labels.putBare(sheet, address);
        } else {
            if (virtual) {
                labels.putHeading(sheet, address);
            }
            labels.put(sheet, address);
        }
    }

    private static boolean startsWith(List<FormatItem> formats, char first, char second) {
        return formats.size() >= 2
                && formats.get(0) instanceof FormatItem.Letter a
                && a.letter() == first
                && formats.get(1) instanceof FormatItem.Letter b
                && b.letter() == second;
    }

    private long repeat(FormatItem.Letter letter) {
        @Nullable Expression computed = letter.computedRepeat();
        return computed == null ? letter.repeat() : evaluator.applyAsLong(computed);
    }

    private static boolean isVirtual(Verb verb) {
        return verb == Verb.VIRTUAL || verb == Verb.OBJECT;
    }

    private Source memory(Verb verb) {
        return new Source.Memory(space(verb), isVirtual(verb) ? target().wordSize() : 8);
    }

    private AddressSpace space(Verb verb) {
        return isVirtual(verb) ? target().virtual() : target().physical();
    }

    private Target target() {
        return session.target()
                .orElseThrow(() ->
                        new DcmdException("failed to read data from target: no mapping for address: no image is open"));
    }

    private Status unreadable(MemoryFaultException fault) {
        invocation.warn("failed to read data from target: no mapping for address: " + fault.reason() + ", at "
                + Long.toHexString(fault.address()));
        return invocation.isLoop() && !invocation.isPipeInput() ? Status.ABORT : Status.ERROR;
    }

    /** Searches, or refuses to write. */
    public Status writeOrSearch(Command.WriteOrSearch command) {
        return switch (command.letter()) {
            case 'l', 'L', 'M' -> search(command);
            default -> refuseToWrite(command);
        };
    }

    private Status search(Command.WriteOrSearch command) {
        char letter = command.letter();
        List<Argument> arguments = command.arguments();
        if (arguments.isEmpty()) {
            throw new DcmdException("expected value following " + letter);
        }
        if (arguments.size() > 2) {
            throw new DcmdException("only value and mask may follow " + letter);
        }
        if (invocation.isLoop() && !invocation.isLoopFirst() && !invocation.isPipeInput()) {
            return Status.OK;
        }
        int unit = letter == 'l' ? 2 : letter == 'L' ? 4 : 8;
        long all = unit == 8 ? -1L : (1L << (8 * unit)) - 1;
        long value = value(arguments.get(0));
        long mask = arguments.size() == 2 ? value(arguments.get(1)) & all : all;
        var search = new MemorySearch(space(command.verb()), unit, value & all, mask);
        Source source = memory(command.verb());
        session.increment(0);
        try {
            boolean found = search.forward(source.normalize(invocation.address()), invocation);
            session.dot(search.at());
            if (!found) {
                throw new DcmdException("no match up to the end of the address space");
            }
            long hit = search.at();
            var labels = new AddressLabel(session, isVirtual(command.verb()));
            invocation.out().line(HIT, new Value.SymbolRef(hit, labels.text(hit)));
            return Status.OK;
        } catch (MemoryFaultException fault) {
            session.dot(search.at());
            return unreadable(fault);
        }
    }

    private Status refuseToWrite(Command.WriteOrSearch command) {
        if (command.arguments().isEmpty()) {
            throw new DcmdException("expected value to write following " + command.letter());
        }
        long value = value(command.arguments().getFirst());
        throw new DcmdException("failed to write " + session.number(value) + " at address 0x"
                + Long.toHexString(invocation.address()) + ": target is not open for writing");
    }

    private long value(Argument argument) {
        return switch (argument) {
            case Argument.Immediate immediate -> evaluator.applyAsLong(immediate.expression());
            case Argument.Word word -> session.evaluate(word.text(), invocation.address());
        };
    }
}
