package dev.xmdb.engine.file;

import dev.xmdb.engine.DcmdException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A file that is printed. */
public final class ShownFile {
    private static final int LONGEST_LINE = 1 << 16;

    private ShownFile() {}

    /**
     * Gives every line of a file, a very long one in pieces.
     *
     * @param name the file's path
     * @param lines takes them
     * @throws DcmdException when it cannot be read
     */
    public static void lines(String name, Consumer<String> lines) {
        try {
            Path file = FileName.path(name);
            CommandText.checkKind(file);
            try (Reader reader =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
                lines(reader, lines);
            }
        } catch (IOException e) {
            throw new DcmdException(FileTrouble.unopened(name, e));
        }
    }

    private static void lines(Reader reader, Consumer<String> lines) throws IOException {
        var line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c != '\n') {
                line.append((char) c);
            }
            if (c == '\n' || line.length() >= LONGEST_LINE) {
                boolean carriageReturn = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
                lines.accept(line.substring(0, line.length() - (carriageReturn ? 1 : 0)));
                line.setLength(0);
            }
        }
        if (!line.isEmpty()) {
            lines.accept(line.toString());
        }
    }
}
