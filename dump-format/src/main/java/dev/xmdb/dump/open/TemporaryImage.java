package dev.xmdb.dump.open;

import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.file.ImageFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

/**
 * A temporary file that only its owner may read, written once from front to back and then mapped. Blocks of zeroes become holes. The
 * file is deleted when it is closed; on a POSIX system its name goes away as soon as it is open, so that nothing is left behind
 * however the process ends.
 */
final class TemporaryImage implements AutoCloseable {
    private static final int BLOCK = 4096;
    private static final byte[] ZEROES = new byte[BLOCK];
    private static final long RESERVE = 64L << 20;
    private static final long CHECK_EVERY = 64L << 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final FileStore store;
    private final FileChannel channel;
    private long size;
    private long unchecked;

    private TemporaryImage(Path folder, FileStore store, FileChannel channel) {
        this.folder = folder;
        this.store = store;
        this.channel = channel;
    }

    /**
     * Makes one in the folder for temporary files.
     *
     * @param atLeast bytes that it is sure to need
     * @throws DumpFormatException when there is no room for them
     */
    static TemporaryImage create(long atLeast) throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        FileStore store = Files.getFileStore(folder);
        Path path = folder.resolve("xmdb-" + Long.toUnsignedString(RANDOM.nextLong(), Character.MAX_RADIX) + ".image");
        Set<OpenOption> options = Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE,
                StandardOpenOption.DELETE_ON_CLOSE);
        FileAttribute<?>[] attributes = store.supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        FileChannel channel = FileChannel.open(path, options, attributes);
        TemporaryImage image = new TemporaryImage(folder, store, channel);
        try {
            image.requireRoom(atLeast);
        } catch (IOException noRoom) {
            image.close();
            throw noRoom;
        }
        return image;
    }

    /** Bytes appended so far. */
    long size() {
        return size;
    }

    /**
     * Appends bytes.
     *
     * @throws DumpFormatException when there is no room for them
     */
    void append(byte[] bytes, int length) throws IOException {
        int position = 0;
        while (position < length) {
            int start = position;
            while (position < length && !zeroBlock(bytes, position, length)) {
                position = Math.min(length, position + BLOCK);
            }
            write(ByteBuffer.wrap(bytes, start, position - start), size + start);
            while (position < length && zeroBlock(bytes, position, length)) {
                position = Math.min(length, position + BLOCK);
            }
        }
        size += length;
    }

    /**
     * Maps what was appended.
     *
     * @param name the name to show for it
     */
    ImageFile map(Path name) throws IOException {
        if (size > channel.size()) {
            write(ByteBuffer.wrap(ZEROES, 0, 1), size - 1);
        }
        return ImageFile.map(name, channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static boolean zeroBlock(byte[] bytes, int position, int length) {
        int end = Math.min(length, position + BLOCK);
        return Arrays.equals(bytes, position, end, ZEROES, 0, end - position);
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        unchecked += bytes.remaining();
        if (unchecked >= CHECK_EVERY) {
            unchecked = 0;
            requireRoom(0);
        }
        try {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (ClosedByInterruptException interrupted) {
            InterruptedIOException stopped = new InterruptedIOException("decompressing it was interrupted");
            stopped.initCause(interrupted);
            throw stopped;
        } catch (IOException full) {
            throw new DumpFormatException(
                    "decompressing it into " + folder + " failed after " + size + " bytes: " + full.getMessage());
        }
    }

    private void requireRoom(long bytes) throws IOException {
        long room = store.getUsableSpace();
        if (room < bytes + RESERVE) {
            throw new DumpFormatException("no room to decompress it: " + (room >> 20) + " MiB are left in " + folder
                    + " after " + (size >> 20) + " MiB of it; decompress it elsewhere and open the result");
        }
    }
}
