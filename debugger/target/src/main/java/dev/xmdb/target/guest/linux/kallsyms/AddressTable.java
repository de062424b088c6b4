package dev.xmdb.target.guest.linux.kallsyms;

import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The symbols' addresses.
 */
final class AddressTable {
    private static final long CANONICAL = 0xffff_8000_0000_0000L;

    private final Coding coding;
    private final long[] values;

    private AddressTable(Coding coding, long[] values) {
        this.coding = coding;
        this.values = values;
    }

    /** Addresses from elsewhere. */
    static AddressTable of(long[] values) {
        return new AddressTable(Coding.ABSOLUTE, values);
    }

    /** These addresses and others behind them. */
    AddressTable and(long[] others) {
        return new AddressTable(
                coding,
                LongStream.concat(LongStream.of(values), LongStream.of(others)).toArray());
    }

    /** How they are written down. */
    Coding coding() {
        return coding;
    }

    /** The addresses in the table's order; not to be changed. */
    long[] values() {
        return values;
    }

    /** How an address is written down. */
    enum Coding {
        /** As it is; before Linux 4.6, and later where the kernel was configured so. */
        ABSOLUTE("absolute"),
        /** A number that is not negative is the address (of a per-CPU variable); a negative one counts down from a base. Linux 4.6 to 6.14. */
        ABSOLUTE_PERCPU("absolute per-CPU"),
        /** As a distance from a base. */
        BASE_RELATIVE("relative to a base"),
        /** As a distance from where it is written. Since Linux 7.0. */
        PLACE_RELATIVE("relative to their place");

        private final String words;

        Coding(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Every way in which the addresses may be written down beside the other tables, the likeliest first: up to Linux 6.3 before the count,
     * since then behind the tokens' index.
     */
    static List<AddressTable> candidates(AddressSpace memory, Tokens tokens, long countAddress, int count) {
        var found = new ArrayList<AddressTable>();
        long size = 4L * count;
        long base = countAddress - 8;
        based(memory, base - ((size + 7) & -8), base, count, found);
        long behind = tokens.index() + (long) Tokens.COUNT * Short.BYTES;
        long aligned = (behind + 7) & -8;
        based(memory, aligned, aligned + ((size + 7) & -8), count, found);
        relative(memory, behind, count, found);
        absolute(memory, countAddress - 8L * count, count, found);
        return found;
    }

    private static void based(AddressSpace memory, long place, long baseAt, int count, List<AddressTable> found) {
        if (!isThere(memory, place, 4L * count) || !isThere(memory, baseAt, 8)) {
            return;
        }
        long base = memory.readLong(baseAt);
        if (!KernelImage.mayHold(base)) {
            return;
        }
        int negative = 0;
        long[] fromBase = new long[count];
        long[] perCpu = new long[count];
        for (int symbol = 0; symbol < count; symbol++) {
            int offset = memory.readInt(place + 4L * symbol);
            negative += offset < 0 ? 1 : 0;
            fromBase[symbol] = base + Integer.toUnsignedLong(offset);
            perCpu[symbol] = offset < 0 ? base - 1 - offset : offset;
        }
        found.add(
                negative > count / 2
                        ? new AddressTable(Coding.ABSOLUTE_PERCPU, perCpu)
                        : new AddressTable(Coding.BASE_RELATIVE, fromBase));
    }

    private static void relative(AddressSpace memory, long place, int count, List<AddressTable> found) {
        if (isThere(memory, place, 4L * count)) {
            long[] values = new long[count];
            for (int symbol = 0; symbol < count; symbol++) {
                long at = place + 4L * symbol;
                values[symbol] = at + memory.readInt(at);
            }
            found.add(new AddressTable(Coding.PLACE_RELATIVE, values));
        }
    }

    private static void absolute(AddressSpace memory, long place, int count, List<AddressTable> found) {
        if (isThere(memory, place, 8L * count)) {
            long[] values = new long[count];
            int high = 0;
            for (int symbol = 0; symbol < count; symbol++) {
                values[symbol] = memory.readLong(place + 8L * symbol);
                high += Long.compareUnsigned(values[symbol], CANONICAL) >= 0 ? 1 : 0;
            }
            if (high > count / 2) {
                found.add(new AddressTable(Coding.ABSOLUTE, values));
            }
        }
    }

    private static boolean isThere(AddressSpace memory, long place, long size) {
        return memory.readable(place, size) == size;
    }
}
