package dev.xmdb.dump.open;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * Reads a compressed stream as far as it goes. Whatever is wrong with it ends it, and {@link #failure} says what that was: hostile
 * streams make decoders throw all sorts of things.
 */
final class Decoder {
    private static final int INPUT_BUFFER = 1 << 16;
    /** A decoder that meets damage forgets what it has decoded for the read at hand, so reads are small. */
    private static final int PIECE = 1 << 14;

    /** What the zstd decoder says of a stream that is only short. */
    private static final String ZSTD_ENDS_EARLY = "Not enough input bytes";

    private static final int KIBI = 1024;

    private final Path path;
    private final FileKind compression;
    private final InputStream compressed;
    private @Nullable InputStream decoded;
    private String failure = "";
    private boolean damaged;

    Decoder(Path path, FileKind compression, InputStream compressed) {
        this.path = path;
        this.compression = compression;
        this.compressed = new BufferedInputStream(compressed, INPUT_BUFFER);
    }

    /** Why the stream ended early; empty when it did not. */
    String failure() {
        return failure;
    }

    /** Whether the stream is damaged, not just short, so that what was decoded before the damage showed may be wrong. */
    boolean damaged() {
        return damaged;
    }

    /** Fills a buffer as far as the stream goes; 0 at its end. */
    int read(byte[] buffer) {
        int length = 0;
        try {
            InputStream in = decoded;
            if (in == null) {
                in = open();
                decoded = in;
            }
            while (failure.isEmpty() && length < buffer.length) {
                int read = in.read(buffer, length, Math.min(PIECE, buffer.length - length));
                if (read < 0) {
                    break;
                }
                length += read;
            }
        } catch (EOFException early) {
            failure = "it ends too early";
        } catch (MemoryLimitException large) {
            failure = "decompressing it needs " + large.getMemoryNeeded() / KIBI + " MiB of memory";
        } catch (OutOfMemoryError large) {
            failure = "decompressing it needs more memory than there is";
        } catch (IOException | RuntimeException damage) {
            String reason = damage.getMessage();
            failure = reason == null ? damage.getClass().getSimpleName() : reason;
            damaged = !failure.startsWith(ZSTD_ENDS_EARLY);
        }
        return length;
    }

    private InputStream open() throws IOException {
        long memory = Runtime.getRuntime().maxMemory() / 2;
        return switch (compression) {
            case XZ -> new XZInputStream(compressed, (int) Math.min(memory / KIBI, Integer.MAX_VALUE));
            case GZIP -> new GZIPInputStream(compressed, INPUT_BUFFER);
            case ZSTD -> {
                ZstdFrames.prepare(path, compressed, memory);
                yield new ZstdInputStream(compressed);
            }
            default -> throw new IOException("not a compression: " + compression);
        };
    }
}
