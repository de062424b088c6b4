package dev.xmdb.sim.machine;

import dev.xmdb.dump.Frames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A domain's memory seen through page tables: typed reads and writes by virtual address, in the guest's byte order. */
public final class GuestSpace {
    private final DomainMemory memory;
    private final PageTables tables;

    /** A view of {@code memory} through {@code tables}. */
    public GuestSpace(DomainMemory memory, PageTables tables) {
        this.memory = memory;
        this.tables = tables;
    }

    /** The tables it goes through. */
    public PageTables tables() {
        return tables;
    }

    /** Maps fresh pages wherever a range has none yet, with what the guest asks for in {@code flags}. */
    public void back(long va, long size, long flags) {
        for (long page = va & -Frames.PAGE_SIZE; page < va + size; page += Frames.PAGE_SIZE) {
            if (tables.pfn(page) < 0) {
                tables.map(page, memory.allocate(), flags);
            }
        }
    }

    /** Takes the pages behind a range away. */
    public void release(long va, long size) {
        for (long page = va & -Frames.PAGE_SIZE; page < va + size; page += Frames.PAGE_SIZE) {
            memory.release(tables.unmap(page));
        }
    }

    /** Stores the low {@code size} bytes of a value; size 1, 2, 4 or 8. */
    public void put(long va, int size, long value) {
        byte[] bytes = new byte[size];
        for (int index = 0; index < size; index++) {
            bytes[index] = (byte) (value >>> (index * Byte.SIZE));
        }
        put(va, bytes);
    }

    /** Stores a word of 8 bytes. */
    public void putLong(long va, long value) {
        put(va, Long.BYTES, value);
    }

    /** Stores a text and its NUL. */
    public void putText(long va, String text) {
        put(va, (text + '\0').getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Stores bytes. */
    public void put(long va, byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            ByteBuffer page = page(va + done);
            int piece = Math.min(page.remaining(), bytes.length - done);
            page.put(bytes, done, piece);
            done += piece;
        }
    }

    /** Reads bytes. */
    public byte[] get(long va, int size) {
        byte[] bytes = new byte[size];
        int done = 0;
        while (done < size) {
            ByteBuffer page = page(va + done);
            int piece = Math.min(page.remaining(), size - done);
            page.get(bytes, done, piece);
            done += piece;
        }
        return bytes;
    }

    /** Reads a word of 8 bytes. */
    public long getLong(long va) {
        byte[] bytes = get(va, Long.BYTES);
        long value = 0;
        for (int index = Long.BYTES - 1; index >= 0; index--) {
            value = (value << Byte.SIZE) | Byte.toUnsignedLong(bytes[index]);
        }
        return value;
    }

    private ByteBuffer page(long va) {
        long pfn = tables.pfn(va);
        if (pfn < 0) {
            throw new IllegalArgumentException("nothing is mapped at " + Long.toHexString(va));
        }
        return memory.page(pfn).position((int) (va & (Frames.PAGE_SIZE - 1)));
    }
}
