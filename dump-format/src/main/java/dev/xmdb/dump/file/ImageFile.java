package dev.xmdb.dump.file;

import dev.xmdb.dump.DumpFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped read-only as one segment, whatever its size. Accesses after {@link #close} fail; accesses to pages that somebody cut
 * off the file since it was opened throw {@link InternalError}, as Java does for every mapped file.
 */
public final class ImageFile implements AutoCloseable {
    private final Path path;
    private final Arena arena;
    private final MemorySegment bytes;

    private ImageFile(Path path, Arena arena, MemorySegment bytes) {
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    /**
     * Maps a file.
     *
     * @throws IOException when it cannot be opened or mapped
     */
    public static ImageFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return map(path, channel);
        }
    }

    /**
     * Maps a file that is already open; the channel may be closed afterwards.
     *
     * @param path the name to show
     * @param channel open for reading
     */
    public static ImageFile map(Path path, FileChannel channel) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new ImageFile(path, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException | RuntimeException failure) {
            arena.close();
            throw failure;
        }
    }

    /** The file as the user named it. */
    public Path path() {
        return path;
    }

    /** The whole file. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** Bytes in the file when it was opened. */
    public long size() {
        return bytes.byteSize();
    }

    /** How many bytes of a range that a container claims the file has; 0 for a range with an impossible offset or size. */
    public long available(long offset, long size) {
        return offset < 0 || size < 0 || offset >= size() ? 0 : Math.min(size, size() - offset);
    }

    /**
     * A range that has to be there.
     *
     * @param what what it is, for the message
     * @throws DumpFormatException when the file ends before it does
     */
    public MemorySegment required(long offset, long size, String what) throws DumpFormatException {
        if (available(offset, size) < size) {
            throw new DumpFormatException("the file ends within its " + what, Math.max(0, Math.min(offset, size())));
        }
        return bytes.asSlice(offset, size);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
