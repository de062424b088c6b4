package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code ::dump}. */
final class DumpDcmd {
    private static final int PARAGRAPH = 16;
    private static final int MOST_PARAGRAPHS = 16;
    private static final int DEFAULT_GROUP = 4;
    private static final int PROGRESS_LINES = 4096;

    private static final DcmdSpec DUMP = DcmdSpec.named("dump")
            .summary("dump memory as hexadecimal numbers and characters")
            .address(AddressUse.OPTIONAL)
            .countIsLength()
            .option(OptionSpec.flag(
                    'e',
                    "print each group as a number in the target's byte order; no header, no characters, no alignment"))
            .option(OptionSpec.flag('f', "read from the object file: the same as virtual memory here"))
            .option(OptionSpec.flag('p', "the address is a physical one"))
            .option(OptionSpec.flag('q', "do not print the characters"))
            .option(OptionSpec.flag('r', "number the lines from 0; implies -u"))
            .option(OptionSpec.flag('s', "print * instead of lines that repeat the one before"))
            .option(OptionSpec.flag('t', "leave bytes outside the range blank"))
            .option(OptionSpec.flag('u', "begin at the address and not at the multiple of 16 below it"))
            .option(OptionSpec.flag('v', "print addresses as wide as pointers"))
            .option(OptionSpec.number(
                    'g', "bytes", "bytes in a group: a power of two that divides the line; 4 otherwise"))
            .option(OptionSpec.number(
                    'w', "paragraphs", "length of a line in units of 16 bytes, 1 to 10 (hexadecimal)"))
            .description(
                    "Dumps as many bytes as the count says, one without a count, in whole lines: bytes outside the range that share a line with it are "
                            + "shown too, unless -t is given. The column of the first byte is marked in the header. Afterwards dot is the first byte after the range.")
            .example("<rsp,40::dump", "64 bytes of the stack of vCPU 0")
            .example("<rsp,40::dump -e -g 8", "the same as 8-byte words")
            .example("<rsp,100::dump -qs -w 2", "256 bytes, 32 a line, without characters, repeated lines left out")
            .build();

    private DumpDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(DUMP, DumpDcmd::dump));
    }

    private static Status dump(Invocation in) {
        if (in.has('f') && in.has('p')) {
            in.warn("only one of -f and -p may be given");
            return Status.USAGE;
        }
        if (in.count() != 0) {
            new Dump(in).run();
        }
        return Status.OK;
    }

    private static int paragraphs(Invocation in) {
        long paragraphs = in.number('w').orElse(1);
        if (paragraphs < 1 || paragraphs > MOST_PARAGRAPHS) {
            throw new DcmdException(String.format(
                    Locale.ROOT,
                    "invalid width: %s (expected 1 to 0x%x paragraphs)",
                    in.session().number(paragraphs),
                    MOST_PARAGRAPHS));
        }
        return (int) paragraphs;
    }

    private static int group(Invocation in, int columns) {
        long group = in.number('g').orElse(DEFAULT_GROUP);
        return group >= 1 && group <= columns && Long.bitCount(group) == 1 && columns % group == 0
                ? (int) group
                : DEFAULT_GROUP;
    }

    /** One dump, line by line. */
    private static final class Dump {
        private final Invocation in;
        private final AddressSpace space;
        private final DumpLayout layout;
        /** First byte of the range. */
        private final long address;
        /** Bytes in the range; it never wraps past the last address. */
        private final long length;
        /** Address of the first column of the first line. */
        private final long first;
        /** What is subtracted from an address before it is printed. */
        private final long base;

        private boolean elided;

        Dump(Invocation in) {
            this.in = in;
            space = in.has('p') ? in.target().physical() : in.target().virtual();
            int columns = paragraphs(in) * PARAGRAPH;
            address = in.address();
            length = Long.compareUnsigned(in.count() - 1, -1 - address) > 0 ? -address : in.count();
            boolean aligned = !in.has('u') && !in.has('r') && !in.has('e');
            first = aligned ? address & -PARAGRAPH : address;
            base = in.has('r') ? address : 0;
            int digits = in.has('v')
                    ? 2 * in.target().wordSize()
                    : Long.toHexString(address + (length - 1) - base).length();
            layout = new DumpLayout(columns, group(in, columns), digits, in.has('e'), !in.has('q') && !in.has('e'));
        }

        void run() {
            if (!in.has('e') && (!in.isLoop() || in.isLoopFirst()) && !in.isPipeOutput()) {
                in.out().emit(new Emission.Header(layout.header(first - base, (int) (address - first))));
            }
            // Counted in lines and not in addresses: the range may end at the last address there is.
            long lead = address - first;
            long lines = Long.divideUnsigned(lead + length - 1, layout.columns()) + 1;
            byte[] before = null;
            for (long line = 0; line != lines; line++) {
                in.checkInterrupted();
                if (line % PROGRESS_LINES == 0) {
                    in.progress("dumping", line * layout.columns(), length);
                }
                before = line(line * layout.columns(), line + 1 == lines, before);
            }
            in.session().dot(address + length);
        }

        /** Prints the line that begins so many bytes after {@link #first}, and returns its bytes. */
        private byte[] line(long offset, boolean last, byte @Nullable [] before) {
            int columns = layout.columns();
            int start = offset == 0 ? (int) (address - first) : 0;
            int end = last ? (int) (address + length - first - offset) : columns;
            byte[] bytes = new byte[columns];
            int from = in.has('t') ? start : readableBefore(first + offset, start, bytes);
            int to = end;
            try {
                space.read(first + offset + start, bytes, start, end - start);
                to = in.has('t') ? end : readableAfter(first + offset, end, bytes);
            } catch (MemoryFaultException e) {
                failed(first + offset, bytes, from, start, e);
            }
            if (in.has('s') && !last && before != null && Arrays.equals(before, bytes)) {
                if (!elided) {
                    in.out().emit(new Fields().truth("repeated", true).row("*"));
                }
                elided = true;
                return bytes;
            }
            elided = false;
            print(first + offset, bytes, from, to);
            return bytes;
        }

        private void print(long lineAddress, byte[] bytes, int from, int to) {
            in.out()
                    .emit(new Fields()
                            .address("address", lineAddress + from)
                            .text("bytes", HexFormat.of().formatHex(bytes, from, to))
                            .row(layout.line(lineAddress - base, bytes, from, to)));
        }

        /** Reads the bytes before the range that share its first line, and returns the column of the first that is there. */
        private int readableBefore(long lineAddress, int start, byte[] bytes) {
            int from = start;
            while (from > 0 && space.readable(lineAddress + from - 1, 1) == 1) {
                from--;
                bytes[from] = (byte) space.readByte(lineAddress + from);
            }
            return from;
        }

        /** Reads the bytes after the range that share its last line, and returns the column after the last that is there. */
        private int readableAfter(long lineAddress, int end, byte[] bytes) {
            int readable = end < layout.columns() ? (int) space.readable(lineAddress + end, layout.columns() - end) : 0;
            if (readable > 0) {
                space.read(lineAddress + end, bytes, end, readable);
            }
            return end + readable;
        }

        /** Prints what can be read of a line, and fails. */
        private void failed(long lineAddress, byte[] bytes, int from, int start, MemoryFaultException fault) {
            int readable = (int) space.readable(lineAddress + start, layout.columns() - start);
            if (readable > 0) {
                space.read(lineAddress + start, bytes, start, readable);
                print(lineAddress, bytes, from, start + readable);
            }
            in.session().dot(fault.address());
            throw new DcmdException(String.format(
                    Locale.ROOT,
                    "failed to read data at 0x%x: no mapping for address (%s)",
                    fault.address(),
                    fault.reason()));
        }
    }
}
