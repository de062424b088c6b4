package dev.xmdb.dcmds.core;

import java.util.Locale;

/**
 * How {@code ::dump} lays out a line of bytes.
 *
 * @param columns bytes in a line
 * @param group bytes that stand together
 * @param addressDigits hexadecimal digits of the address
 * @param nativeOrder each group is a little-endian number; no ASCII
 * @param ascii the bytes follow as characters
 */
record DumpLayout(int columns, int group, int addressDigits, boolean nativeOrder, boolean ascii) {
    private static final int HALF = 8;
    private static final int NIBBLE = 0xf;

    /**
     * The line above the bytes: the last digit of each column's address, with the first byte's column marked.
     *
     * @param first address of the first column
     * @param start column of the first byte
     */
    String header(long first, int start) {
        var text = new StringBuilder().repeat(' ', addressDigits + 2);
        var ruler = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            gap(text, i);
            long nibble = first + i & NIBBLE;
            text.append(i == start ? "\\/" : String.format(Locale.ROOT, "%2x", nibble));
            ruler.append(i == start ? "v" : Long.toHexString(nibble));
        }
        return ascii ? text.append("  ").append(ruler).toString() : text.toString();
    }

    /**
     * A line.
     *
     * @param address as printed
     * @param bytes at least {@link #columns} bytes
     * @param from first column that is shown; those before it are blank
     * @param to column after the last one that is shown
     */
    String line(long address, byte[] bytes, int from, int to) {
        var text = new StringBuilder(String.format(Locale.ROOT, "%0" + addressDigits + "x: ", address));
        for (int i = 0; i < columns; i++) {
            gap(text, i);
            int at = nativeOrder ? i - i % group + (group - 1 - i % group) : i;
            if (at >= from && at < to) {
                text.append(Character.forDigit(bytes[at] >> 4 & NIBBLE, 16));
                text.append(Character.forDigit(bytes[at] & NIBBLE, 16));
            } else {
                text.append("  ");
            }
        }
        if (ascii) {
            text.append("  ");
            for (int i = 0; i < columns; i++) {
                text.append(i < from || i >= to ? ' ' : bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
            }
        }
        return text.toString();
    }

    private void gap(StringBuilder text, int column) {
        if (column % group == 0) {
            text.append(' ');
        }
        if (group == 1 && column > 0 && column % HALF == 0) {
            text.append(' ');
        }
    }
}
