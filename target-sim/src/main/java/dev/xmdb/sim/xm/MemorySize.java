package dev.xmdb.sim.xm;

import dev.xmdb.dump.Frames;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A size of memory as an option gives it: a number and {@code M} or {@code G}.
 *
 * @param pages in frames of 4 KiB
 */
record MemorySize(int pages) {
    private static final long MEGABYTE = 1L << 20;
    private static final long LEAST = 16 * MEGABYTE;
    private static final long MOST = 16L << 30;

    /** Parses a size. */
    static final class Converter implements ITypeConverter<MemorySize> {
        @Override
        public MemorySize convert(String text) {
            String digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
            if (!digits.matches("\\d{1,6}")) {
                throw new TypeConversionException("'" + text + "' is not a size such as 64M or 2G");
            }
            long number = Long.parseLong(digits);
            long bytes = switch (text.toUpperCase(Locale.ROOT).charAt(text.length() - 1)) {
                case 'M' -> number * MEGABYTE;
                case 'G' -> number * MEGABYTE * 1024;
                default -> throw new TypeConversionException("'" + text + "' is not a size such as 64M or 2G");
            };
            if (bytes < LEAST || bytes > MOST) {
                throw new TypeConversionException("'" + text + "' is not between 16M and 16G");
            }
            return new MemorySize((int) (bytes / Frames.PAGE_SIZE));
        }
    }
}
