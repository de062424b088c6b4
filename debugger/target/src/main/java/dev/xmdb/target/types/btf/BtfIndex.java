package dev.xmdb.target.types.btf;

import java.util.Arrays;
import java.util.stream.IntStream;

/** One pass over a container's records: where each is, and which have a name. */
final class BtfIndex {
    private static final int HEAD = 12;
    private static final int NO_MORE = -1;

    private final BtfData data;
    private int[] offsets = new int[1 << 10];
    private int count;
    private int[] chains = new int[0];
    private int[] next = new int[0];

    /**
     * Indexes a container.
     *
     * @throws BtfException when a record lies outside the section
     */
    BtfIndex(BtfData data) throws BtfException {
        this.data = data;
        pass();
        chain();
    }

    private void pass() throws BtfException {
        int at = data.types();
        while (at < data.typesEnd()) {
            if (at + HEAD > data.typesEnd()) {
                throw damage("a record is cut off", at);
            }
            BtfKind kind = kind(at);
            if (kind == BtfKind.NONE) {
                throw damage("a record has an unknown kind", at);
            }
            long end = at + HEAD + (long) kind.extra(length(at));
            if (end > data.typesEnd()) {
                throw damage("a record is longer than its section", at);
            }
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
            }
            offsets[count++] = at;
            at = (int) end;
        }
    }

    private BtfException damage(String what, int at) {
        return new BtfException(what + ": type " + (count + 1) + " at offset " + at);
    }

    private void chain() {
        chains = new int[Integer.highestOneBit(Math.max(1, count)) * 2];
        next = new int[count];
        Arrays.fill(chains, NO_MORE);
        for (int number = count - 1; number >= 0; number--) {
            int name = data.s32(offsets[number]);
            int chain = name == 0 ? NO_MORE : slot(data.hash(name));
            if (chain != NO_MORE) {
                next[number] = chains[chain];
                chains[chain] = number;
            }
        }
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 16)) & (chains.length - 1);
    }

    private BtfKind kind(int at) {
        return BtfKind.of((data.s32(at + 4) >>> 24) & 0x1f);
    }

    private int length(int at) {
        return data.s32(at + 4) & 0xffff;
    }

    /** How many records there are. */
    int count() {
        return count;
    }

    /** Where a record is, from 0. */
    int offset(int number) {
        return offsets[number];
    }

    /** Records that may have a name: those whose names have its hash, in the container's order. */
    IntStream named(String name) {
        int hash = 0;
        for (int each = 0; each < name.length(); each++) {
            hash = 31 * hash + name.charAt(each);
        }
        return IntStream.iterate(chains[slot(hash)], number -> number != NO_MORE, number -> next[number])
                .filter(number -> data.string(data.s32(offsets[number])).equals(name));
    }
}
