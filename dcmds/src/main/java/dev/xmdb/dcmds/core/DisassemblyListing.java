package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.disassembly.CodeReader;
import dev.xmdb.target.disassembly.Instruction;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import java.util.Locale;
import java.util.OptionalLong;

/** The lines of one {@code ::dis}. */
final class DisassemblyListing {
    private static final int LABEL_COLUMNS = 32;
    private static final int NUMBER_COLUMNS = 10;
    private static final int TAB = 8;
    private static final long WINDOW = 10;
    /** Most instructions before an address; more would be decoded again and again on the way. */
    private static final long MOST_BEFORE = 0x1000;

    private final Invocation in;
    private final Layout layout;
    private final AddressSpace space;
    private final CodeReader reader;
    private long next;

    DisassemblyListing(Invocation in) {
        this.in = in;
        layout = in.session().layout();
        space = in.target().virtual();
        reader = new CodeReader(in.session().disassembler(), in.session().cpuMode(), space);
    }

    /** Prints the function that begins at an address, or a window around it. */
    void print(long start) {
        long address = space.wordSize() == Long.BYTES ? start : start & 0xffff_ffffL;
        next = address;
        try {
            OptionalLong size = in.has('w') ? OptionalLong.empty() : functionSize(address);
            if (size.isPresent()) {
                function(address, size.getAsLong());
            } else {
                window(address, in.number('n').orElse(WINDOW));
            }
        } catch (MemoryFaultException fault) {
            throw new DcmdException("failed to read instruction: no mapping for address: " + fault.reason() + ", at "
                    + Long.toHexString(fault.address()));
        } finally {
            in.session().dot(next);
        }
    }

    /** Bytes of the function that begins at an address; empty when none does, or its end is not known. */
    private OptionalLong functionSize(long address) {
        for (Symbol symbol : in.session().symbols().exactly(address)) {
            if (symbol.kind() == Symbol.Kind.FUNCTION) {
                return symbol.size() > 0 ? OptionalLong.of(symbol.size()) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private void function(long address, long size) {
        if (in.number('n').isPresent()) {
            following(address, in.number('n').getAsLong() + 1);
            return;
        }
        while (Long.compareUnsigned(next - address, size) < 0) {
            in.checkInterrupted();
            in.progress("disassembling", next - address, size);
            line(reader.at(next), false);
        }
    }

    private void window(long address, long count) {
        // What cannot be read has no surroundings worth showing.
        Instruction middle = reader.at(address);
        if (Long.compareUnsigned(count, MOST_BEFORE) > 0) {
            throw new DcmdException("a window may not have more than "
                    + in.session().markedNumber(MOST_BEFORE) + " instructions on each side");
        }
        for (Instruction before : reader.before(address, (int) count, this::start, in.effort())) {
            line(before, false);
        }
        line(middle, true);
        following(next, count);
    }

    private void following(long address, long count) {
        next = address;
        for (long i = 0; i != count; i++) {
            in.checkInterrupted();
            line(reader.at(next), false);
        }
    }

    private OptionalLong start(long address) {
        return in.session()
                .symbols()
                .at(address)
                .map(hit -> OptionalLong.of(address - hit.offset()))
                .orElse(OptionalLong.empty());
    }

    private void line(Instruction instruction, boolean current) {
        long address = instruction.address();
        next = address + instruction.length();
        String text = instruction.text(layout::symbol);
        String label = label(address);
        int column = Math.max(label.length(), LABEL_COLUMNS);
        if (in.has('b')) {
            String number = Long.toHexString(address);
            String wide = number + " ".repeat(Math.max(1, NUMBER_COLUMNS - number.length()));
            column += wide.length();
            label = wide + label;
        }
        // A tab to the next stop, and at least one blank behind a label that ends at one.
        column = Math.max((column + TAB - 1) / TAB * TAB, label.length() + 1);
        in.out()
                .emit(new Fields()
                        .add("address", new Value.SymbolRef(address, layout.symbol(address)))
                        .text("bytes", instruction.bytes())
                        .text("text", text)
                        .add("target", place(instruction.target()))
                        .add("reference", place(instruction.reference()))
                        .truth("current", current)
                        .row(String.format(Locale.ROOT, "%-" + column + "s%s", label, text), address));
    }

    private String label(long address) {
        return in.has('a') ? Long.toHexString(address) : layout.label(address) + ":";
    }

    private Value place(OptionalLong address) {
        return address.isPresent()
                ? new Value.SymbolRef(address.getAsLong(), layout.symbol(address.getAsLong()))
                : new Value.Absent();
    }
}
