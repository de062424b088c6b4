package dev.xmdb.engine.format;

import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Settings;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.grammar.Verb;
import dev.xmdb.target.Target;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;

/** One run of a format verb at dot. */
public final class FormatVerb {
    private static final Line HIT = Line.of("%a", "address").pipes("address");

    private final Invocation invocation;
    private final Session session;

    /**
     * Prepares a run.
     *
     * @param invocation where, and where output goes
     */
    public FormatVerb(Invocation invocation) {
        this.invocation = invocation;
        this.session = invocation.session();
    }

    /** Prints memory or a value. */
    public Status print(PreparedFormat format) {
        try {
            return format.verb() == Verb.VALUE ? value(format) : memory(format);
        } catch (DcmdException e) {
            // What a format asks for in vain now it asks for in vain at every address.
            invocation.warn(String.valueOf(e.getMessage()));
            return failure();
        }
    }

    private Status memory(PreparedFormat format) {
        boolean virtual = isVirtual(format.verb());
        Source source = memory(format.verb());
        Sheet sheet = sheet(true);
        var labels = new AddressLabel(session, virtual);
        long from = source.normalize(invocation.address());
        begin(format, from, sheet, labels, virtual);
        var printer = new ItemPrinter(invocation, source, sheet, labels);
        long address = from;
        boolean whole = false;
        try {
            for (PreparedFormat.Item item : format.items()) {
                switch (item) {
                    case PreparedFormat.Literal(String text) -> sheet.item(text);
                    case PreparedFormat.Repeated(char letter, long count) ->
                        address = printer.print(letter, count, address);
                }
            }
            session.increment(address - from);
            whole = true;
        } catch (MemoryFaultException fault) {
            sheet.breakOff();
            session.increment(address - from);
            return unreadable(fault);
        } finally {
            sheet.end(whole);
        }
        return Status.OK;
    }

    private Sheet sheet(boolean addressed) {
        Settings settings = session.settings();
        return new Sheet(
                invocation.out(), settings.autowrap() ? settings.columns() : 0, invocation.isPipeOutput(), addressed);
    }

    private Status value(PreparedFormat format) {
        session.increment(0);
        Sheet sheet = sheet(false);
        var labels = new AddressLabel(session, true);
        long value = invocation.address();
        boolean whole = false;
        try {
            for (PreparedFormat.Item item : format.items()) {
                switch (item) {
                    case PreparedFormat.Literal(String text) -> sheet.item(text);
                    case PreparedFormat.Repeated(char letter, long count) -> {
                        var printer = new ItemPrinter(invocation, new Source.Constant(value), sheet, labels);
                        long moved = printer.print(letter, count, value);
                        if (letter == '+' || letter == '-') {
                            value = moved;
                        }
                    }
                }
            }
            whole = true;
        } finally {
            sheet.end(whole);
        }
        return Status.OK;
    }

    private static void begin(PreparedFormat format, long address, Sheet sheet, AddressLabel labels, boolean virtual) {
        if (format.startsWith('a', 'i')) {
            labels.putBare(sheet, address);
            sheet.newline();
        } else if (format.startsWith('i', 'a')) {
            labels.putBare(sheet, address);
        } else {
            if (virtual) {
                labels.putHeading(sheet, address);
            }
            labels.put(sheet, address);
        }
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
        return failure();
    }

    /** A failed run of a count fails at the next address too; what a pipe brings next may be better. */
    private Status failure() {
        return invocation.isLoop() && !invocation.isPipeInput() ? Status.ABORT : Status.ERROR;
    }

    /**
     * Searches, or refuses to write.
     *
     * @param verb which memory
     * @param letter one of {@code v w W Z l L M}
     * @param arguments value and mask
     */
    public Status writeOrSearch(Verb verb, char letter, List<DcmdArgument> arguments) {
        return switch (letter) {
            case 'l', 'L', 'M' -> search(verb, letter, arguments);
            default -> refuseToWrite(letter, arguments);
        };
    }

    private Status search(Verb verb, char letter, List<DcmdArgument> arguments) {
        if (arguments.isEmpty()) {
            throw new DcmdException("expected value following " + letter);
        }
        if (arguments.size() > 2) {
            throw new DcmdException("only value and mask may follow " + letter);
        }
        int unit = letter == 'l' ? 2 : letter == 'L' ? 4 : 8;
        long all = unit == 8 ? -1L : (1L << (8 * unit)) - 1;
        long value = invocation.value(arguments.get(0));
        long mask = arguments.size() == 2 ? invocation.value(arguments.get(1)) & all : all;
        var search = new MemorySearch(space(verb), unit, value & all, mask);
        Source source = memory(verb);
        session.increment(0);
        try {
            boolean found = search.forward(source.normalize(invocation.address()), invocation);
            session.dot(search.at());
            if (!found) {
                throw new DcmdException("no match up to the end of the address space");
            }
            long hit = search.at();
            var labels = new AddressLabel(session, isVirtual(verb));
            invocation.out().line(HIT, new Value.SymbolRef(hit, labels.text(hit)));
            return Status.OK;
        } catch (MemoryFaultException fault) {
            session.dot(search.at());
            return unreadable(fault);
        }
    }

    private Status refuseToWrite(char letter, List<DcmdArgument> arguments) {
        if (arguments.isEmpty()) {
            throw new DcmdException("expected value to write following " + letter);
        }
        long value = invocation.value(arguments.getFirst());
        throw new DcmdException("failed to write " + session.number(value) + " at address 0x"
                + Long.toHexString(invocation.address()) + ": target is not open for writing");
    }
}
