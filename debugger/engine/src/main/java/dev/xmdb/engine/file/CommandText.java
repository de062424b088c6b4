package dev.xmdb.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command text from a file, and its lines. */
public final class CommandText {
    /** What some editors put before a text; it is none of it. */
    public static final String BYTE_ORDER_MARK = "\ufeff";

    /** Longest file taken, in bytes. */
    static final int LONGEST = 16 << 20;

    /** Most lines taken: each of them needs much more memory than its bytes. */
    static final int MOST_LINES = 1 << 20;

    private CommandText() {}

    /**
     * Reads a file, or what a device or pipe has until its end, as a whole.
     *
     * @throws IOException when it is no text, too long, or cannot be read; see {@link FileTrouble}
     */
    public static String read(Path file) throws IOException {
        checkNoFolder(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("longer than " + LONGEST + " bytes");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.indexOf('\0') >= 0) {
                throw new IOException("not a text file");
            }
            if (text.chars().filter(c -> c == '\n').limit(MOST_LINES + 1L).count() > MOST_LINES) {
                throw new IOException("more than " + MOST_LINES + " lines");
            }
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        }
    }

    private static void checkNoFolder(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("is a directory");
        }
    }

    /**
     * Looks whether something is a file to be read: no folder, no device, no pipe.
     *
     * @throws IOException when it is one of those
     */
    static void checkKind(Path file) throws IOException {
        checkNoFolder(file);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("not a regular file");
        }
    }

    /** The lines of a text, each without its end: a newline, with or without a carriage return before it. */
    public static List<String> lines(String text) {
        List<String> lines = List.of(text.split("\r?\n", -1));
        if (lines.size() > 1 && lines.getLast().isEmpty()) {
            lines = lines.subList(0, lines.size() - 1);
        }
        String last = lines.getLast();
        if (!last.endsWith("\r")) {
            return lines;
        }
        var trimmed = new ArrayList<>(lines);
        trimmed.set(trimmed.size() - 1, last.substring(0, last.length() - 1));
        return trimmed;
    }
}
