package dev.xmdb.dump.file;

import dev.xmdb.dump.Frames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file from front to back through one buffer, leaving holes where it is told to. Integers are little-endian. Closing it
 * completes the file.
 */
public final class SparseOutput implements AutoCloseable {
    private static final int BUFFER_SIZE = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private long flushed;

    private SparseOutput(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates a file, or replaces its content.
     *
     * @throws IOException when that is not possible
     */
    public static SparseOutput create(Path path) throws IOException {
        return new SparseOutput(FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.SPARSE));
    }

    /** Bytes written or skipped so far. */
    public long position() {
        return flushed + buffer.position();
    }

    /** Writes bytes. */
    public void write(byte[] bytes) throws IOException {
        int written = 0;
        while (written < bytes.length) {
            int part = Math.min(room(1), bytes.length - written);
            buffer.put(bytes, written, part);
            written += part;
        }
    }

    /** Writes a field of 4 or 8 bytes. */
    public void writeWord(long value, int size) throws IOException {
        room(size);
        if (size == Long.BYTES) {
            buffer.putLong(value);
        } else {
            buffer.putInt((int) value);
        }
    }

    /** Skips bytes, which read as zeroes. */
    public void skip(long bytes) throws IOException {
        if (bytes <= buffer.remaining() && bytes < Frames.PAGE_SIZE) {
            for (long index = 0; index < bytes; index++) {
                buffer.put((byte) 0);
            }
            return;
        }
        flush();
        flushed += bytes;
    }

    /** Skips to a position at or after the present one. */
    public void skipTo(long position) throws IOException {
        skip(position - position());
    }

    /** Writes every page of a source; pages of zeroes become holes. */
    public void writePages(PageSource source) throws IOException {
        long slots = source.slots();
        for (long slot = 0; slot < slots; slot++) {
            room(Frames.PAGE_SIZE);
            int start = buffer.position();
            ByteBuffer page = buffer.slice(start, Frames.PAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
            if (source.read(slot, page)) {
                buffer.position(start + Frames.PAGE_SIZE);
            } else {
                skip(Frames.PAGE_SIZE);
            }
        }
    }

    /** Completes the file. */
    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
            if (channel.size() < flushed) {
                channel.write(ByteBuffer.allocate(1), flushed - 1);
            }
        }
    }

    private int room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer.remaining();
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            flushed += channel.write(buffer, flushed);
        }
        buffer.clear();
    }
}
