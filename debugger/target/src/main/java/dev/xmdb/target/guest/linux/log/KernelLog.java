package dev.xmdb.target.guest.linux.log;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads the kernel's log: the ring of descriptors since 5.10, or the buffer of records before. */
public final class KernelLog {
    private static final int MOST_BITS = 24;
    private static final int LARGEST_BITS = 30;
    private static final long ID = -1L >>> 2;
    private static final int STATE_SHIFT = 62;
    private static final int COMMITTED = 1;
    private static final int FINALIZED = 2;
    private static final int WORD = 8;
    private static final int LEVEL_SHIFT = 5;
    /** Facility, then flags and level in one byte, stand behind the lengths of a record. */
    private static final int FACILITY_BEHIND_LENGTH = 2;

    private final LinuxGuest guest;
    private final AddressSpace memory;
    private final LogLayout layout;
    private final Consumer<String> problems;
    private final List<LogRecord> records = new ArrayList<>();

    private KernelLog(LinuxGuest guest, Consumer<String> problems) {
        this.guest = guest;
        this.memory = guest.memory();
        this.layout = new LogLayout(guest.coreInfo(), guest.types());
        this.problems = problems;
    }

    /**
     * The records that are there, oldest first.
     *
     * @param problems receives a sentence for what cannot be read
     */
    public static List<LogRecord> read(LinuxGuest guest, Consumer<String> problems) {
        var log = new KernelLog(guest, problems);
        try {
            OptionalLong ring = guest.kallsyms().valueOf("prb");
            if (ring.isPresent()) {
                log.ring(log.memory.readLong(ring.getAsLong()));
            } else {
                new LogBuffer(log.memory, guest.kallsyms()::valueOf, log.layout, problems).readInto(log.records);
            }
        } catch (MemoryFaultException | TypeDataException lost) {
            problems.accept("log: " + lost.getMessage());
        }
        return List.copyOf(log.records);
    }

    private long at(String structure, String member, long address) {
        return address + layout.offset(structure, member);
    }

    private void ring(long ring) {
        long descriptors = at("printk_ringbuffer", "desc_ring", ring);
        int bits = memory.readInt(at("prb_desc_ring", "count_bits", descriptors));
        long first = memory.readLong(at("prb_desc_ring", "tail_id", descriptors)) & ID;
        long last = memory.readLong(at("prb_desc_ring", "head_id", descriptors)) & ID;
        long table = memory.readLong(at("prb_desc_ring", "descs", descriptors));
        long infos = memory.readLong(at("prb_desc_ring", "infos", descriptors));
        long text = at("printk_ringbuffer", "text_data_ring", ring);
        int textBits = memory.readInt(at("prb_data_ring", "size_bits", text));
        if (bits < 0 || bits > MOST_BITS || textBits < 0 || textBits > LARGEST_BITS) {
            problems.accept("log: no ring has 2^" + bits + " descriptors or 2^" + textBits + " bytes");
            return;
        }
        var texts = new Texts(memory.readLong(at("prb_data_ring", "data", text)), textBits);
        long count = ((last - first) & ID) + 1;
        if (count > 1L << bits) {
            problems.accept("log: " + Long.toUnsignedString(count) + " records do not fit a ring of " + (1L << bits));
            count = 1L << bits;
            first = (last - count + 1) & ID;
        }
        long mask = (1L << bits) - 1;
        int lost = 0;
        String reason = "";
        for (long i = 0; i < count; i++) {
            long id = (first + i) & ID;
            try {
                one(
                        id,
                        table + (id & mask) * layout.size("prb_desc"),
                        infos + (id & mask) * layout.size("printk_info"),
                        texts);
            } catch (MemoryFaultException fault) {
                reason = fault.getMessage();
                lost++;
            }
        }
        if (lost > 0) {
            problems.accept("log: " + lost + " records cannot be read: " + reason);
        }
    }

    /** The bytes of the texts, a ring of their own. */
    private record Texts(long data, int bits) {}

    private void one(long id, long descriptor, long info, Texts texts) {
        long state = memory.readLong(at("prb_desc", "state_var", descriptor) + counter());
        int kind = (int) (state >>> STATE_SHIFT);
        if ((state & ID) != id || (kind != COMMITTED && kind != FINALIZED)) {
            return;
        }
        long place = at("prb_desc", "text_blk_lpos", descriptor);
        long begin = memory.readLong(at("prb_data_blk_lpos", "begin", place));
        long next = memory.readLong(at("prb_data_blk_lpos", "next", place));
        long lengthAt = at("printk_info", "text_len", info);
        int facility = memory.readByte(lengthAt + FACILITY_BEHIND_LENGTH);
        int level = memory.readByte(lengthAt + FACILITY_BEHIND_LENGTH + 1) >>> LEVEL_SHIFT;
        records.add(new LogRecord(
                memory.readLong(at("printk_info", "seq", info)),
                memory.readLong(at("printk_info", "ts_nsec", info)),
                level,
                facility,
                text(texts, begin, next, memory.readShort(lengthAt))));
    }

    /** The state is an atomic number, whose value is a member of its own. */
    private long counter() {
        OptionalLong known = guest.coreInfo()
                .map(info -> info.offset("atomic_long_t.counter"))
                .orElse(OptionalLong.empty());
        return known.orElse(0);
    }

    /** A block that does not fit before the ring's end lies whole at its start. An odd position stands for a record without text. */
    private String text(Texts texts, long begin, long next, int length) {
        if ((begin & 1) != 0) {
            return "";
        }
        long size = 1L << texts.bits();
        boolean wrapped = (begin >>> texts.bits()) != ((next - 1) >>> texts.bits());
        long start = wrapped ? 0 : begin & (size - 1);
        long end = next & (size - 1);
        if (!wrapped && end == 0) {
            end = size;
        }
        int bytes = Math.clamp(end - start - WORD, 0, length);
        return string(texts.data() + start + WORD, bytes);
    }

    private String string(long address, int length) {
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
