package dev.xmdb.dump.open;

import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.file.ImageFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Decompresses an image into a temporary file. */
final class Expansion {
    private static final int BUFFER_SIZE = 1 << 20;

    private final Path path;
    private final FileKind compression;
    private final OpenProgress progress;

    private Expansion(Path path, FileKind compression, OpenProgress progress) {
        this.path = path;
        this.compression = compression;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param file the decompressed image
     * @param kind its container
     * @param losses what is lost when the stream was cut short or damaged
     */
    record Result(ImageFile file, FileKind kind, List<String> losses) {}

    /**
     * Decompresses a file. A stream that is damaged or ends early yields what came before that.
     *
     * @throws DumpFormatException when nothing came, when what came is no container, or when there is no room for it
     * @throws InterruptedIOException when the thread is interrupted meanwhile
     */
    static Result expand(Path path, FileKind compression, OpenProgress progress) throws IOException {
        return new Expansion(path, compression, progress).expand();
    }

    private Result expand() throws IOException {
        long total = Files.size(path);
        try (CountingStream counted = new CountingStream(Files.newInputStream(path));
                TemporaryImage image = TemporaryImage.create(total)) {
            Decoder decoder = new Decoder(path, compression, counted);
            byte[] buffer = new byte[BUFFER_SIZE];
            int length = decoder.read(buffer);
            stopIfInterrupted();
            if (length <= 0) {
                throw new DumpFormatException(
                        decoder.failure().isEmpty()
                                ? compression.description() + " with nothing in it"
                                : compression.description() + " that cannot be decompressed: " + decoder.failure());
            }
            FileKind kind = FileKind.of(Arrays.copyOf(buffer, Math.min(length, FileKind.HEAD_SIZE)));
            if (!kind.container()) {
                throw new DumpFormatException(compression.description() + "; inside "
                        + DomainImages.refusal(kind).getMessage());
            }
            while (length > 0) {
                image.append(buffer, length);
                progress.progress(counted.count(), total);
                length = decoder.read(buffer);
                stopIfInterrupted();
            }
            List<String> losses = decoder.failure().isEmpty()
                    ? List.of()
                    : List.of("the compressed file is damaged or incomplete (" + decoder.failure()
                            + "): what comes after " + image.size() + " bytes of the image is lost"
                            + (decoder.damaged() ? ", and what comes before may be wrong" : ""));
            return new Result(image.map(path), kind, losses);
        }
    }

    private static void stopIfInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("decompressing it was interrupted");
        }
    }

    /** Counts what is read from the compressed file. */
    private static final class CountingStream extends InputStream {
        private final InputStream in;
        private long count;

        CountingStream(InputStream in) {
            this.in = in;
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
