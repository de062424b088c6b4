package dev.xmdb.engine.file;

import dev.xmdb.engine.DcmdException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command text from a file, and its lines. */
public final class CommandText {
    /** Longest file taken, in bytes. */
    static final int LONGEST = 1 << 20;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private CommandText() {}

    /**
     * Reads a file as a whole.
     *
     * @throws DcmdException when it is no file of text, too long, or cannot be read: the reason without the file's name
     */
    static List<String> read(Path file) {
        checkKind(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new DcmdException("longer than " + LONGEST + " bytes");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.indexOf('\0') >= 0) {
                throw new DcmdException("not a text file");
            }
            return lines(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (IOException e) {
            throw new DcmdException(FileTrouble.reason(e));
        }
    }

    /**
     * Looks whether something is a file to be read: no folder, no device, no pipe.
     *
     * @throws DcmdException when it is one of those
     */
    static void checkKind(Path file) {
        if (Files.isDirectory(file)) {
            throw new DcmdException("is a directory");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new DcmdException("not a regular file");
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
