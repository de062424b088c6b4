package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.memory.AddressSpace;
import java.util.Optional;

/**
 * The two arrays of a kernel or module: sorted distances from each element to the code it is about, and what is known there. They stay in
 * guest memory; a lookup is a search in it.
 *
 * @param addresses address of the first array, 4 bytes an element
 * @param entries address of the second one, 6 bytes an element
 * @param count elements
 * @param format how flags are laid out
 */
public record OrcTable(AddressSpace memory, long addresses, long entries, int count, OrcFormat format) {
    static final int ADDRESS_SIZE = 4;
    static final int ENTRY_SIZE = 6;
    private static final int BP_OFFSET = 2;
    private static final int FLAGS = 4;

    private long code(int index) {
        long at = addresses + (long) index * ADDRESS_SIZE;
        return at + memory.readInt(at);
    }

    /**
     * What is known at an instruction.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when the table is not in memory
     */
    Optional<OrcEntry> at(long instruction) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(code(middle), instruction) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Optional.empty() : Optional.of(entry(low - 1));
    }

    private OrcEntry entry(int index) {
        long at = entries + (long) index * ENTRY_SIZE;
        return format.entry(
                (short) memory.readShort(at), (short) memory.readShort(at + BP_OFFSET), memory.readShort(at + FLAGS));
    }
}
