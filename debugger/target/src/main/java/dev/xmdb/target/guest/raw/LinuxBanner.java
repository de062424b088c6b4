package dev.xmdb.target.guest.raw;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The line that a Linux kernel prints first, {@code Linux version N.…}, as its read-only data holds it: printable up to a line feed.
 * Compilers put it on a 16-byte boundary or a wider one, so a search steps by as much.
 *
 * @param offset file offset of its first byte
 * @param text the line
 */
record LinuxBanner(long offset, String text) {
    private static final String PREFIX = "Linux version ";
    /** The first eight bytes of the prefix. */
    private static final long FIRST_WORD = word(PREFIX);

    private static final Pattern BANNER = Pattern.compile(PREFIX + "\\d+\\.\\d.* #\\d");

    private static final int CHUNK_WORDS = 8192;
    private static final long CHUNK_BYTES = CHUNK_WORDS * Long.BYTES;
    private static final int WORDS_BETWEEN = 2;
    private static final int MAX_LENGTH = 512;

    /**
     * The first banner in a part of a file.
     *
     * @param bytes the file
     * @param from where the part starts
     * @param end where it ends, exclusive; a banner may not go beyond
     */
    static Optional<LinuxBanner> scan(MemorySegment bytes, long from, long end) {
        // Word by word through a segment is slow before the compiler has seen it, which is when a banner is looked for.
        var chunk = new long[CHUNK_WORDS];
        for (long at = from; at < end; at += CHUNK_BYTES) {
            int words = (int) (Math.min(CHUNK_BYTES, end - at) / Long.BYTES);
            MemorySegment.copy(bytes, LittleEndian.LONG, at, chunk, 0, words);
            for (int i = 0; i < words; i += WORDS_BETWEEN) {
                if (chunk[i] == FIRST_WORD) {
                    Optional<LinuxBanner> banner = at(bytes, at + (long) i * Long.BYTES, end);
                    if (banner.isPresent()) {
                        return banner;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<LinuxBanner> at(MemorySegment bytes, long at, long end) {
        var line = new StringBuilder();
        long stop = Math.min(end, at + MAX_LENGTH);
        for (long next = at; next < stop; next++) {
            char c = (char) bytes.get(ValueLayout.JAVA_BYTE, next);
            if (c == '\n') {
                return isBanner(line) ? Optional.of(new LinuxBanner(at, line.toString())) : Optional.empty();
            }
            if (c < ' ' || c > '~') {
                return Optional.empty();
            }
            line.append(c);
        }
        return Optional.empty();
    }

    /** Tells the banner from the format that prints one, and from the template that the build leaves beside it: no build number. */
    private static boolean isBanner(CharSequence line) {
        return BANNER.matcher(line).lookingAt();
    }

    private static long word(String text) {
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word |= (long) text.charAt(i) << (i * Byte.SIZE);
        }
        return word;
    }
}
