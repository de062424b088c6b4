package dev.xmdb.sim.xm;

import dev.xmdb.sim.truth.TruthFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The two files that a dump leaves. What cannot be completed is taken away again, and the reason said in one line.
 *
 * @param image the image
 * @param truth what is true of it
 */
record DumpFiles(Path image, Path truth) {
    private static final String FULL = "No space left on device";

    /** Something that writes one of the files. */
    interface Writing {
        /** Writes it. */
        void write(Path path) throws IOException;
    }

    static DumpFiles of(Path image) {
        return new DumpFiles(image, TruthFile.beside(image));
    }

    /** Why the files cannot be written whatever happens, or an empty text. */
    String refusal(boolean force) {
        if (image.toString().isEmpty()) {
            return "the name of the file is empty";
        }
        for (Path each : List.of(image, truth)) {
            if (Files.isDirectory(each)) {
                return each + " is a folder";
            }
            if (Files.exists(each) && !Files.isRegularFile(each)) {
                return each + " is not a file";
            }
            if (Files.exists(each) && !force) {
                return each + " exists: --force replaces it";
            }
        }
        return "";
    }

    /** Writes both. */
    void write(Writing writeImage, Writing writeTruth) throws IOException {
        write(image, writeImage);
        write(truth, writeTruth);
    }

    private void write(Path path, Writing writing) throws IOException {
        boolean there = Files.exists(path);
        try {
            writing.write(path);
        } catch (IOException failure) {
            boolean opened = Files.exists(path) && (!there || !(failure instanceof AccessDeniedException));
            if (opened) {
                Files.deleteIfExists(path);
                Files.deleteIfExists(image);
            }
            throw new IOException("cannot write " + path + ": " + reason(path, failure), failure);
        }
    }

    private static String reason(Path path, IOException failure) {
        Path folder = Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
        if (!Files.exists(folder)) {
            return "no such folder";
        }
        if (!Files.isDirectory(folder)) {
            return folder + " is not a folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        String said = Objects.requireNonNullElse(reason, "its folder takes no files");
        return said.contains(FULL) ? "the disk is full" : said;
    }
}
