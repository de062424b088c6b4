package dev.xmdb.target;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Virtual memory that a test fills byte by byte; pages nobody wrote to are not there. */
public final class MemoryOf implements AddressSpace {
    private static final int PAGE = 4096;

    private final int wordSize;
    private final Map<Long, byte[]> pages = new HashMap<>();

    /** Memory of a guest with that many bytes in a pointer. */
    public MemoryOf(int wordSize) {
        this.wordSize = wordSize;
    }

    /** Writes bytes. */
    public MemoryOf put(long address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            long at = address + i;
            pages.computeIfAbsent(at >>> 12, _ -> new byte[PAGE])[(int) at & (PAGE - 1)] = bytes[i];
        }
        return this;
    }

    /** Writes a number of some bytes. */
    public MemoryOf put(long address, int size, long value) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return put(address, bytes);
    }

    /** Writes a pointer. */
    public MemoryOf word(long address, long value) {
        return put(address, wordSize, value);
    }

    /** Writes a text and its NUL. */
    public MemoryOf text(long address, String text) {
        return put(address, (text + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Takes a page away. */
    public MemoryOf lose(long address) {
        pages.remove(address >>> 12);
        return this;
    }

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public int wordSize() {
        return wordSize;
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        for (int i = 0; i < length; i++) {
            into[offset + i] = (byte) readByte(address + i);
        }
    }

    @Override
    public int readByte(long address) {
        byte[] page = pages.get(address >>> 12);
        if (page == null) {
            throw new MemoryFaultException("virtual", address, "no page");
        }
        return Byte.toUnsignedInt(page[(int) address & (PAGE - 1)]);
    }

    private long number(long address, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) readByte(address + i) << (8 * i);
        }
        return value;
    }

    @Override
    public int readShort(long address) {
        return (int) number(address, Short.BYTES);
    }

    @Override
    public int readInt(long address) {
        return (int) number(address, Integer.BYTES);
    }

    @Override
    public long readLong(long address) {
        return number(address, Long.BYTES);
    }

    @Override
    public long readable(long address, long limit) {
        long count = 0;
        while (count < limit && pages.containsKey((address + count) >>> 12)) {
            count = Math.min(limit, ((address + count) | (PAGE - 1)) + 1 - address);
        }
        return count;
    }
}
