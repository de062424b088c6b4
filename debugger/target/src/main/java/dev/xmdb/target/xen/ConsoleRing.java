package dev.xmdb.target.xen;

import dev.xmdb.target.memory.AddressSpace;

/**
 * The page that a domain shares with the program behind its console ({@code struct xencons_interface}, io/console.h).
 *
 * @param typed to the domain
 * @param written by the domain
 */
public record ConsoleRing(RingBuffer typed, RingBuffer written) {
    private static final int TYPED_SIZE = 1024;
    private static final int WRITTEN_SIZE = 2048;
    private static final int TYPED_INDICES = 3072;
    private static final int WRITTEN_INDICES = 3080;

    /**
     * Reads the page.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when it is not in the image
     */
    public static ConsoleRing read(AddressSpace memory, long address) {
        return new ConsoleRing(
                ring(memory, address, TYPED_SIZE, address + TYPED_INDICES),
                ring(memory, address + TYPED_SIZE, WRITTEN_SIZE, address + WRITTEN_INDICES));
    }

    private static RingBuffer ring(AddressSpace memory, long address, int size, long indices) {
        byte[] bytes = new byte[size];
        memory.read(address, bytes, 0, size);
        return new RingBuffer(bytes, memory.readInt(indices), memory.readInt(indices + Integer.BYTES));
    }
}
