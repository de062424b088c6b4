package dev.xmdb.engine.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The name of a file, as somebody types it. */
public final class FileName {
    private FileName() {}

    /**
     * The file that a name means. Nothing need be there, but the name must be one that a file can have: the library takes no name for that
     * of the working directory, and a folder's name for that of a file.
     *
     * @throws IOException when it can only be the name of something else: the reason without the name
     */
    public static Path path(String name) throws IOException {
        if (name.isEmpty()) {
            throw new IOException("the name is empty");
        }
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException("not a file name", e);
        }
        if (name.endsWith("/")) {
            throw new IOException(Files.isDirectory(path) ? "is a directory" : "that would be a directory");
        }
        return path;
    }
}
