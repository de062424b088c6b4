package dev.xmdb.target.guest.linux.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** One {@code struct page} in a window of bytes; moved from one to the next, so that reading millions makes no garbage. */
final class RawPage {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final PageLayout layout;
    private final byte[] bytes;
    private int at;
    private long address;

    RawPage(PageLayout layout, byte[] bytes) {
        this.layout = layout;
        this.bytes = bytes;
    }

    /** Moves it. */
    RawPage to(int offset, long virtual) {
        at = offset;
        address = virtual;
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    long address() {
        return address;
    }

    long flags() {
        return word(layout.flags());
    }

    long compound() {
        return word(layout.compound());
    }

    long mapping() {
        return word(layout.mapping());
    }

    long index() {
        return word(layout.index());
    }

    long own() {
        return word(layout.own());
    }

    int mapcount() {
        return (int) INTS.get(bytes, at + layout.mapcount());
    }

    int refcount() {
        return (int) INTS.get(bytes, at + layout.refcount());
    }

    int octet(int offset) {
        return Byte.toUnsignedInt(bytes[at + offset]);
    }

    private long word(int offset) {
        return (long) LONGS.get(bytes, at + offset);
    }
}
