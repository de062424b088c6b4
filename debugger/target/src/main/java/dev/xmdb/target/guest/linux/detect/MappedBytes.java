package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a mapped kernel image, looked through piece by piece.
 *
 * @param memory the address space
 * @param ranges where the image is mapped
 */
record MappedBytes(AddressSpace memory, List<KernelImage.Range> ranges) {
    private static final int PIECE = 1 << 20;
    private static final int OVERLAP = 64;
    private static final int MOST_HITS = 1 << 12;

    /** Copies the list. */
    MappedBytes {
        ranges = List.copyOf(ranges);
    }

    /** Tells whether something begins in a piece of memory at an index. */
    interface Test {
        /**
         * Tests a place.
         *
         * @param address of the place
         * @param bytes a piece of memory
         * @param at index of the place in it
         */
        boolean at(long address, byte[] bytes, int at);
    }

    /** Every place where some bytes are, as far as anybody could want them. */
    List<Long> all(byte[] sought) {
        return places(1, (_, bytes, at) -> matches(bytes, at, sought));
    }

    /** The places, multiples of four, with a distance that leads to an address. */
    List<Long> leadingTo(long target) {
        return places(Integer.BYTES, (address, bytes, at) -> address + word(bytes, at) == target);
    }

    /** The places, multiples of eight, with an address. */
    List<Long> holding(long target) {
        return places(
                Long.BYTES,
                (_, bytes, at) ->
                        word(bytes, at) == (int) target && word(bytes, at + Integer.BYTES) == target >> Integer.SIZE);
    }

    private static boolean matches(byte[] bytes, int at, byte[] sought) {
        for (int each = 0; each < sought.length; each++) {
            if (bytes[at + each] != sought[each]) {
                return false;
            }
        }
        return true;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    }

    private List<Long> places(int step, Test test) {
        List<Long> found = new ArrayList<>();
        byte[] piece = new byte[PIECE + OVERLAP];
        for (KernelImage.Range range : ranges) {
            for (long from = range.start(); from < range.end(); from += PIECE) {
                int length = (int) Math.min(piece.length, range.end() - from);
                memory.read(from, piece, 0, length);
                for (int at = 0; at < Math.min(PIECE, length - OVERLAP); at += step) {
                    if (test.at(from + at, piece, at)) {
                        found.add(from + at);
                        if (found.size() == MOST_HITS) {
                            return found;
                        }
                    }
                }
            }
        }
        return found;
    }
}
