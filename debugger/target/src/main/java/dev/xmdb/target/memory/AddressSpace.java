package dev.xmdb.target.memory;

/**
 * Bytes by address. Reads are little-endian, may cross pages, and either deliver every byte or fault; an address past the space's
 * last one wraps for nobody. Thread-safe.
 */
public interface AddressSpace {

    /** What kind of address this space takes, for messages: {@code virtual}, {@code physical}, {@code machine}. */
    String name();

    /** Bytes in a pointer, 8 or 4. */
    int wordSize();

    /**
     * Reads bytes.
     *
     * @param address first address
     * @param into where they go
     * @param offset first index in {@code into}
     * @param length how many
     * @throws MemoryFaultException when any of them is not there; {@code into} may then hold a prefix
     */
    void read(long address, byte[] into, int offset, int length);

    /** One byte, 0 to 255. */
    int readByte(long address);

    /** Two bytes, 0 to 65535; any alignment. */
    int readShort(long address);

    /** Four bytes; any alignment. */
    int readInt(long address);

    /** Eight bytes; any alignment. */
    long readLong(long address);

    /** A pointer, zero-extended. */
    default long readWord(long address) {
        return wordSize() == 8 ? readLong(address) : Integer.toUnsignedLong(readInt(address));
    }

    /**
     * How many bytes from an address on can be read without a fault.
     *
     * @param address first address
     * @param limit where to stop counting
     * @return 0 to {@code limit}
     */
    long readable(long address, long limit);
}
