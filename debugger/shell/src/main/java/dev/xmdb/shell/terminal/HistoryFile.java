package dev.xmdb.shell.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The file that keeps what was typed, readable by its owner only. */
final class HistoryFile {
    private static final FileAttribute<?> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private HistoryFile() {}

    /** Makes sure of the file; empty when it cannot be used, and then nothing is kept. */
    static Optional<Path> prepare(Path file) {
        try {
            Files.createDirectories(file.getParent(), PRIVATE_FOLDER);
            Files.createFile(file, PRIVATE_FILE);
        } catch (FileAlreadyExistsException e) {
            // As usual.
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
        boolean usable = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(file);
        return usable ? Optional.of(file) : Optional.empty();
    }
}
