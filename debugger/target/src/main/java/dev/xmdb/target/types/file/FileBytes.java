package dev.xmdb.target.types.file;

import dev.xmdb.target.types.TypeDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Parts of a file, little-endian. */
final class FileBytes {
    /** The most that is read at once; the types of no kernel are as large. */
    private static final long MOST = 256L << 20;

    private final FileChannel channel;
    private final long size;

    FileBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /**
     * Some of its bytes.
     *
     * @throws TypeDataException when they are not in the file, or too many
     */
    byte[] bytes(long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || length > MOST || offset > size - length) {
            throw new TypeDataException("File data structure corruption detected: " + Long.toUnsignedString(length)
                    + " bytes at offset " + Long.toUnsignedString(offset) + " are not in the file");
        }
        var buffer = ByteBuffer.allocate((int) length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new TypeDataException("the file became shorter while it was read");
            }
        }
        return buffer.array();
    }

    /** A number of 1 to 8 bytes without a sign. */
    long number(long offset, int length) throws IOException {
        long number = 0;
        byte[] bytes = bytes(offset, length);
        for (int i = 0; i < length; i++) {
            number |= Byte.toUnsignedLong(bytes[i]) << (Byte.SIZE * i);
        }
        return number;
    }
}
