package dev.xmdb.target.guest.raw;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The line that a Linux kernel prints first, {@code Linux version N.…}, as its read-only data holds it: printable up to a line feed.
 * Compilers put it on a 16-byte boundary or a wider one, so a search steps by words.
 *
 * @param offset file offset of its first byte
 * @param text the line
 */
record LinuxBanner(long offset, String text) {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final String PREFIX = "Linux version ";
    /** The first eight bytes of the prefix. */
    private static final long FIRST_WORD = word(PREFIX);

    private static final int MAX_LENGTH = 512;

    /**
     * The first banner in a part of a file.
     *
     * @param bytes the file
     * @param from where the part starts
     * @param end where it ends, exclusive; a banner may not go beyond
     */
    static Optional<LinuxBanner> scan(MemorySegment bytes, long from, long end) {
        long last = end - PREFIX.length();
        for (long at = from; at <= last; at += Long.BYTES) {
            if (bytes.get(LONG, at) == FIRST_WORD) {
                Optional<LinuxBanner> banner = at(bytes, at, end);
                if (banner.isPresent()) {
                    return banner;
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

    /** Tells a version from the format string that prints one. */
    private static boolean isBanner(CharSequence line) {
        int digits = PREFIX.length();
        int at = digits;
        while (at < line.length() && Character.isDigit(line.charAt(at))) {
            at++;
        }
        return line.toString().startsWith(PREFIX) && at > digits && at < line.length() && line.charAt(at) == '.';
    }

    private static long word(String text) {
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word |= (long) text.charAt(i) << (i * Byte.SIZE);
        }
        return word;
    }
}
