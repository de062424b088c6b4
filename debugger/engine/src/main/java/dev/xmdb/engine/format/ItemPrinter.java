package dev.xmdb.engine.format;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Variables;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.disassembly.DisassemblerException;
import dev.xmdb.target.disassembly.Instruction;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.Locale;

/** Prints what single format characters say, and moves on. */
final class ItemPrinter {
    private static final long MOST_BLANKS = 4096;

    private final Invocation invocation;
    private final Layout layout;
    private final Source source;
    private final Sheet sheet;
    private final int wordSize;
    private final AddressLabel labels;
    private long lastMove;

    ItemPrinter(Invocation invocation, Source source, Sheet sheet, AddressLabel labels) {
        this.invocation = invocation;
        this.source = source;
        this.sheet = sheet;
        this.labels = labels;
        layout = invocation.session().layout();
        wordSize = layout.pointerDigits() / 2;
        lastMove = invocation.session().increment();
    }

    /**
     * Prints a format character some number of times.
     *
     * @return the address after what it consumed
     * @throws MemoryFaultException when bytes are not there
     */
    long print(char letter, long repeat, long address) {
        long moved = item(letter, repeat, address);
        lastMove = moved - address;
        return moved;
    }

    private long item(char letter, long repeat, long address) {
        NumericFormat numeric = NumericFormat.of(letter);
        if (numeric != null) {
            return numbers(numeric, address, repeat);
        }
        return switch (letter) {
            case '+' -> address + repeat;
            case '-' -> address - repeat;
            case '^' -> address - lastMove * repeat;
            case 'a' -> {
                for (long i = 0; i != repeat; i++) {
                    invocation.checkInterrupted();
                    labels.put(sheet, address);
                    remember(address);
                }
                yield address;
            }
            case 'C', 'c' -> characters(letter, address, repeat);
            case 'F', 'f' -> floats(letter, address, repeat);
            case 'R' -> binary(address, repeat);
            case 'S', 's' -> strings(letter, address, repeat);
            case 'N', 'n' -> {
                for (long i = 0; i != repeat; i++) {
                    invocation.checkInterrupted();
                    sheet.newline();
                }
                yield address;
            }
            case 'r' -> {
                if (repeat != 0) {
                    sheet.item(" ".repeat(blanks(letter, repeat)));
                }
                yield address;
            }
            case 'T', 't' -> {
                if (repeat != 0) {
                    sheet.tab(blanks(letter, repeat));
                }
                yield address;
            }
            case 'I', 'i' -> instructions(letter, address, repeat);
            default -> throw new DcmdException("invalid format character -- '" + letter + "'");
        };
    }

    private static int blanks(char letter, long repeat) {
        if (Long.compareUnsigned(repeat, MOST_BLANKS) > 0) {
            throw new DcmdException("repeat count of '" + letter + "' may not exceed " + MOST_BLANKS);
        }
        return (int) repeat;
    }

    private void remember(long value) {
        invocation.session().variables().set("0", value);
    }

    private long numbers(NumericFormat format, long from, long repeat) {
        int bytes = format.bytes(wordSize);
        long address = from;
        for (long i = 0; i != repeat; i++, address += bytes) {
            invocation.checkInterrupted();
            long raw = source.number(address, bytes);
            long meaning = format.meaning(raw, bytes);
            Value value = format.value(layout, meaning);
            sheet.item(address, format.text(layout, meaning, value), value, meaning);
            remember(format.kind() == NumericFormat.Kind.SIGNED ? raw : meaning);
        }
        return address;
    }

    private long characters(char letter, long from, long repeat) {
        long address = from;
        for (long i = 0; i != repeat; i++, address++) {
            invocation.checkInterrupted();
            int b = (int) source.number(address, 1);
            String text = letter == 'C' ? GuestStrings.escape(b) : String.valueOf((char) b);
            sheet.item(address, text, new Value.Text(text), (long) b);
            remember(b);
        }
        return address;
    }

    private long floats(char letter, long from, long repeat) {
        int bytes = letter == 'F' ? 8 : 4;
        long address = from;
        for (long i = 0; i != repeat; i++, address += bytes) {
            invocation.checkInterrupted();
            long raw = source.number(address, bytes);
            double number = letter == 'F' ? Double.longBitsToDouble(raw) : Float.intBitsToFloat((int) raw);
            String text = String.format(Locale.ROOT, letter == 'F' ? "%.16e" : "%.7e", number);
            sheet.item(address, text, new Value.Text(text), raw);
            remember(raw);
        }
        return address;
    }

    private long binary(long from, long repeat) {
        long address = from;
        for (long i = 0; i != repeat; i++, address += 8) {
            invocation.checkInterrupted();
            long raw = source.number(address, 8);
            String digits = Long.toBinaryString(raw);
            String text = digits + " ".repeat(64 - digits.length());
            sheet.item(address, text, new Value.Address(raw), raw);
            remember(raw);
        }
        return address;
    }

    private long instructions(char letter, long from, long repeat) {
        Session session = invocation.session();
        long address = from;
        for (long i = 0; i != repeat; i++) {
            invocation.checkInterrupted();
            Instruction instruction;
            try {
                instruction = source.instruction(address, session);
            } catch (DisassemblerException missing) {
                throw new DcmdException(String.valueOf(missing.getMessage()));
            }
            String text = instruction.text(labels::symbol);
            if (letter == 'I') {
                text = String.format(
                        Locale.ROOT,
                        "%s %08x: %s",
                        Long.toHexString(instruction.address()),
                        source.number(address, Integer.BYTES),
                        text);
            }
            sheet.item(instruction.address(), text, new Value.Text(text), null);
            sheet.newline();
            remember(instruction);
            address += instruction.length();
        }
        return address;
    }

    /** Keeps the offset that an instruction has, and the one before it. */
    private void remember(Instruction instruction) {
        instruction.offset().ifPresent(offset -> {
            Variables variables = invocation.session().variables();
            variables.set("2", variables.value("1").orElse(0));
            variables.set("1", offset);
        });
    }

    private long strings(char letter, long from, long repeat) {
        long address = from;
        for (long i = 0; i != repeat; i++) {
            invocation.checkInterrupted();
            Source.Text string = source.string(address);
            byte[] bytes = string.bytes();
            if (i > 0) {
                sheet.item("\\0");
            }
            String text = letter == 'S' ? GuestStrings.escape(bytes) : GuestStrings.decode(bytes);
            sheet.item(address, text, new Value.Text(text), null);
            MemoryFaultException fault = string.fault();
            if (fault != null) {
                throw fault;
            }
            if (bytes.length == Source.LONGEST_STRING) {
                invocation.warn("string at " + Long.toHexString(address) + " is longer than " + bytes.length
                        + " bytes; the rest is not shown");
            }
            address += bytes.length + 1;
        }
        return address;
    }
}
