package dev.xmdb.dump.open;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.elf.ElfDumpCoreReader;
import dev.xmdb.dump.file.ImageFile;
import dev.xmdb.dump.xccore.XcCoreReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Opens domain images. */
public final class DomainImages {
    private DomainImages() {}

    /**
     * Opens a domain image. A compressed one (xz, gzip, zstd) is decompressed first, into a private temporary file that has no name
     * any more where the system allows that, and goes away with the image or the process.
     *
     * @param path the file, compressed or not
     * @param progress is told how far decompression is
     * @throws DumpFormatException when it is not an image that can be opened; the message is a sentence without the file's name
     * @throws IOException when it cannot be read, or when the thread was interrupted while it was decompressed
     */
    public static DomainImage open(Path path, OpenProgress progress) throws IOException {
        byte[] head = head(path);
        FileKind kind = FileKind.of(head);
        if (kind.compressed()) {
            Expansion.Result expanded = Expansion.expand(path, kind, progress);
            return read(expanded.file(), expanded.kind(), expanded.losses());
        }
        if (!kind.container()) {
            throw refusal(kind);
        }
        return read(ImageFile.open(path), kind, List.of());
    }

    /** Why a file of a kind is not opened. */
    static DumpFormatException refusal(FileKind kind) {
        return new DumpFormatException(
                switch (kind) {
                    case UNKNOWN, TAR -> "this is " + kind.description();
                    default ->
                        "this is " + kind.description()
                                + ", which this version does not open; it opens what xm/xl dump-core wrote";
                });
    }

    private static DomainImage read(ImageFile file, FileKind kind, List<String> losses) throws IOException {
        try {
            return switch (kind) {
                case ELF -> ElfDumpCoreReader.read(file, losses);
                case XC_CORE -> XcCoreReader.read(file, losses);
                default -> throw refusal(kind);
            };
        } catch (InternalError shrunk) {
            file.close();
            throw new DumpFormatException("the file shrank, or could not be read, while it was being opened");
        } catch (DumpFormatException refused) {
            file.close();
            throw losses.isEmpty()
                    ? refused
                    : new DumpFormatException(refused.getMessage() + "; " + String.join("; ", losses));
        } catch (RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    private static byte[] head(Path path) throws IOException {
        if (path.toString().isEmpty()) {
            throw new DumpFormatException("no such file");
        }
        if (Files.isDirectory(path)) {
            throw new DumpFormatException("this is a directory, not an image");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new DumpFormatException("this is not a regular file");
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(FileKind.HEAD_SIZE);
        } catch (NoSuchFileException missing) {
            throw new DumpFormatException("no such file");
        } catch (AccessDeniedException denied) {
            throw new DumpFormatException("permission denied");
        }
        if (head.length == 0) {
            throw new DumpFormatException("the file is empty");
        }
        return head;
    }
}
