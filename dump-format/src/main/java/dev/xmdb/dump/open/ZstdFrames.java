package dev.xmdb.dump.open;

import dev.xmdb.dump.bytes.LittleEndian;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What has to be known of a zstd stream before its decoder sees it (RFC 8878): frames to be skipped, which the decoder does not know,
 * and the window, which it allocates on the stream's word.
 */
final class ZstdFrames {
    private static final long SKIPPABLE = 0x184d_2a50L;
    private static final long SKIPPABLE_MASK = 0xffff_fff0L;
    private static final int SKIPPABLE_HEADER = 8;
    private static final int HEADER = 6;
    private static final int DESCRIPTOR = 4;
    private static final int WINDOW = 5;
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int WINDOW_BASE_LOG = 10;
    private static final int MANTISSA_BITS = 3;
    private static final int MANTISSA_MASK = (1 << MANTISSA_BITS) - 1;

    private ZstdFrames() {}

    /**
     * Moves a stream past skippable frames, and leaves it at the frame it then finds.
     *
     * @param in a stream that supports marks
     * @param memory the largest window in bytes that is acceptable
     * @throws IOException when the frame needs a larger window
     */
    static void prepare(Path path, InputStream in, long memory) throws IOException {
        byte[] head = peek(in);
        while (head.length == SKIPPABLE_HEADER && (word(head, 0) & SKIPPABLE_MASK) == SKIPPABLE) {
            in.skipNBytes(SKIPPABLE_HEADER + word(head, Integer.BYTES));
            head = peek(in);
        }
        if (head.length >= HEADER && (head[DESCRIPTOR] & SINGLE_SEGMENT) == 0) {
            int code = Byte.toUnsignedInt(head[WINDOW]);
            long base = 1L << (WINDOW_BASE_LOG + (code >>> MANTISSA_BITS));
            long window = base + (base >>> MANTISSA_BITS) * (code & MANTISSA_MASK);
            if (window > memory) {
                String tar =
                        path.getFileName().toString().endsWith(".tar.zst") ? ", and unpack the tar archive inside" : "";
                throw new IOException(String.format(
                        Locale.ROOT,
                        "it was made with a window of %d MiB; decompress it with 'zstd -d --long=31' first%s",
                        window >> 20,
                        tar));
            }
        }
    }

    private static byte[] peek(InputStream in) throws IOException {
        in.mark(SKIPPABLE_HEADER);
        byte[] head = in.readNBytes(SKIPPABLE_HEADER);
        in.reset();
        return head;
    }

    private static long word(byte[] head, int offset) {
        return LittleEndian.u32(MemorySegment.ofArray(head), offset);
    }
}
