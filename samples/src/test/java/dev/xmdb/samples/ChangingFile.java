package dev.xmdb.samples;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** A file that holds one image after the other. Only what differs is written: many systems flush a file that is emptied and written. */
final class ChangingFile implements AutoCloseable {
    private static final int BLOCK = 4096;

    private final Path path;
    private final RandomAccessFile file;
    private byte[] held = {};

    /** A file that is made, or is taken over with nothing in it. */
    ChangingFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** Makes it hold these bytes, which are not to be changed afterwards. */
    void hold(byte[] bytes) throws IOException {
        file.setLength(Math.min(held.length, bytes.length));
        for (int at = 0; at < bytes.length; at += BLOCK) {
            int end = Math.min(at + BLOCK, bytes.length);
            if (end > held.length || !Arrays.equals(held, at, end, bytes, at, end)) {
                file.seek(at);
                file.write(bytes, at, end - at);
            }
        }
        held = bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
