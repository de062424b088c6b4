package dev.xmdb.sim.solaris.xen;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * One direction of a shared ring: a stream of bytes of which the last ones are in the ring. Positions count from the stream's first
 * byte, as the ring's free-running indices do.
 */
public final class RingStream {
    private final int size;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int withheld;
    private long consumed;

    /** An empty ring of {@code size} bytes, a power of two. */
    RingStream(int size) {
        this.size = size;
    }

    /** Bytes the ring holds. */
    public int size() {
        return size;
    }

    /** Adds bytes that the other side takes at once. */
    void pass(byte[] more) {
        add(more);
        consumed = produced();
    }

    /** Adds bytes that stay where they are. Returns the position of the first. */
    long add(byte[] more) {
        long position = bytes.size();
        bytes.writeBytes(more);
        return position;
    }

    /** Takes the last bytes back: their writer has not got so far. */
    void withhold(int count) {
        withheld = count;
    }

    /** Sets how far the reader has got. */
    void consumedTo(long position) {
        consumed = position;
    }

    /** The producer's index. */
    public long produced() {
        return (long) bytes.size() - withheld;
    }

    /** The consumer's index. */
    public long consumed() {
        return consumed;
    }

    /** Position of the first byte that has not been overwritten. */
    public long oldest() {
        return Math.max(0, produced() - size);
    }

    /** Whether there is something to read. */
    boolean isPending() {
        return consumed < produced();
    }

    /** What was written and not read. */
    public byte[] pending() {
        return Arrays.copyOfRange(bytes.toByteArray(), (int) consumed, (int) produced());
    }

    /** The ring as it is in memory. */
    byte[] ring() {
        byte[] all = bytes.toByteArray();
        byte[] ring = new byte[size];
        for (long position = oldest(); position < produced(); position++) {
            ring[(int) (position % size)] = all[(int) position];
        }
        return ring;
    }
}
