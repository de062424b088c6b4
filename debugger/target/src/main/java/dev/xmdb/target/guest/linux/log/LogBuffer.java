package dev.xmdb.target.guest.linux.log;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.TypeDataException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the log of a kernel before Linux 5.10: records one after the other in one buffer. A record that does not fit before the buffer's
 * end lies at its start, and a record without a length stands where it would have been. First and next place are the same only when
 * nothing was logged.
 */
final class LogBuffer {
    private static final int LEVEL_SHIFT = 5;
    /** Facility, then flags and level in one byte, stand behind the lengths of a record. */
    private static final int FACILITY_BEHIND_LENGTH = 2;

    /** Time, lengths, facility and level; kernels that note who logged have four bytes more (CONFIG_PRINTK_CALLER, since 5.1). */
    private static final int SMALLEST_HEADER = 16;

    private static final int LARGEST_HEADER = 256;
    private static final int MOST_RECORDS = 1 << 22;

    private final AddressSpace memory;
    private final Function<String, OptionalLong> symbols;
    private final LogLayout layout;
    private final Consumer<String> problems;

    /**
     * A reader.
     *
     * @param symbols the addresses of the kernel's variables
     * @param problems receives a sentence for what cannot be read
     */
    LogBuffer(
            AddressSpace memory, Function<String, OptionalLong> symbols, LogLayout layout, Consumer<String> problems) {
        this.memory = memory;
        this.symbols = symbols;
        this.layout = layout;
        this.problems = problems;
    }

    private long variable(String name) {
        return symbols.apply(name)
                .orElseThrow(() -> new TypeDataException("failed to read " + name + ": unknown symbol name"));
    }

    /**
     * Adds the records, oldest first, up to the first that is damaged.
     *
     * @throws TypeDataException when variables or members are unknown
     * @throws dev.xmdb.target.memory.MemoryFaultException when the buffer goes on where no memory is
     */
    void readInto(List<LogRecord> records) {
        long data = memory.readLong(variable("log_buf"));
        long size = Integer.toUnsignedLong(memory.readInt(variable("log_buf_len")));
        long index = Integer.toUnsignedLong(memory.readInt(variable("log_first_idx")));
        long end = Integer.toUnsignedLong(memory.readInt(variable("log_next_idx")));
        OptionalLong first = symbols.apply("log_first_seq");
        long sequence = first.isPresent() ? memory.readLong(first.getAsLong()) : 0;
        long header = layout.size("printk_log");
        if (header < SMALLEST_HEADER || header > LARGEST_HEADER || end > size) {
            problems.accept(
                    "log: no buffer of " + size + " bytes has records of " + header + " bytes and more up to " + end);
            return;
        }
        boolean wrapped = false;
        while (index != end) {
            if (index + header > size || (wrapped && index > end) || records.size() == MOST_RECORDS) {
                problems.accept("log: records go on past the end of the buffer, at " + Long.toHexString(data + index));
                return;
            }
            long record = data + index;
            int length = memory.readShort(record + layout.offset("printk_log", "len"));
            if (length == 0 && !wrapped) {
                wrapped = true;
                index = 0;
            } else if (length < header || index + length > size) {
                problems.accept("log: a record at " + Long.toHexString(record) + " is " + length + " bytes long, at "
                        + index + " of " + size);
                return;
            } else {
                records.add(one(sequence++, record, header, length));
                index += length;
            }
        }
    }

    private LogRecord one(long sequence, long record, long header, int length) {
        long facility = record + layout.offset("printk_log", "dict_len") + FACILITY_BEHIND_LENGTH;
        long told = memory.readShort(record + layout.offset("printk_log", "text_len"));
        byte[] text = new byte[(int) Math.min(told, length - header)];
        memory.read(record + header, text, 0, text.length);
        return new LogRecord(
                sequence,
                memory.readLong(record + layout.offset("printk_log", "ts_nsec")),
                memory.readByte(facility + 1) >>> LEVEL_SHIFT,
                memory.readByte(facility),
                new String(text, StandardCharsets.ISO_8859_1));
    }
}
