package dev.xmdb.target.search;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Some consecutive bytes of memory, copied out of the image. Its own bytes are those in which matches may begin; those behind them only
 * show how matches go on. A few bytes of no meaning follow, so that numbers may be loaded a little past the end.
 */
final class Window {
    /** Own bytes of one window at most: it should fit a core's cache. */
    static final int OWN = 256 << 10;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes = new byte[OWN + 2 * SearchPattern.LONGEST + 2 * Long.BYTES];
    private long address;
    private int own;
    private int total;

    /** The room for a window's bytes. */
    byte[] bytes() {
        return bytes;
    }

    /** Says what was copied. */
    void holds(long at, int ownBytes, int allBytes) {
        address = at;
        own = ownBytes;
        total = allBytes;
    }

    /** Address of the first byte. */
    long address() {
        return address;
    }

    /** How many bytes matches may begin in. */
    int own() {
        return own;
    }

    /** How many bytes there are. */
    int total() {
        return total;
    }

    /** The first index at which the address is a multiple of a power of two. */
    int firstAligned(int alignment) {
        return (int) (-address & (alignment - 1));
    }

    static long load(byte[] bytes, int index) {
        return (long) LONG.get(bytes, index);
    }
}
