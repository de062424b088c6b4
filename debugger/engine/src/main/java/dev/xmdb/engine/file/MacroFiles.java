package dev.xmdb.engine.file;

import dev.xmdb.engine.DcmdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds and reads macro files. One that was read is kept until {@link #forget}, since macros that walk a list run themselves for every
 * element.
 */
public final class MacroFiles {
    private static final int MOST_KEPT = 64;
    private static final int MOST_LISTED = 1000;

    private final Map<Path, MacroFile> kept = new HashMap<>();
    private long keptLength;

    /** None read yet. */
    public MacroFiles() {}

    /** Reads every file afresh from now on. */
    public void forget() {
        kept.clear();
        keptLength = 0;
    }

    /**
     * A macro by name: that file where the name has a slash in it, else the first of that name in the folders. Never anything else.
     *
     * @param name as it was typed
     * @param folders where to look, in order
     * @return empty when there is none
     * @throws DcmdException when there is one that cannot be read, or is no text
     */
    public Optional<MacroFile> find(String name, List<Path> folders) {
        try {
            if (name.indexOf('/') >= 0) {
                Path file = Path.of(name);
                return Files.exists(file) ? Optional.of(read(name, file)) : Optional.empty();
            }
            for (Path folder : folders) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    return Optional.of(read(file.toString(), file));
                }
            }
        } catch (InvalidPathException e) {
            // No file can have such a name.
        }
        return Optional.empty();
    }

    /** The names of the files in some folders, in order, each once; of very many only some. What cannot be listed has none. */
    public static List<String> names(List<Path> folders) {
        var names = new TreeSet<String>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                files.limit(MOST_LISTED)
                        .filter(Files::isRegularFile)
                        .forEach(file -> names.add(String.valueOf(file.getFileName())));
            } catch (IOException | UncheckedIOException e) {
                // Nothing can be found in it either.
            }
        }
        return List.copyOf(names);
    }

    private MacroFile read(String name, Path file) {
        MacroFile known = kept.get(file);
        if (known != null) {
            return known;
        }
        try {
            CommandText.checkKind(file);
            String text = CommandText.read(file);
            if (kept.size() >= MOST_KEPT || keptLength + text.length() > CommandText.LONGEST) {
                forget();
            }
            keptLength += text.length();
            var macro = new MacroFile(name, CommandText.lines(text));
            kept.put(file, macro);
            return macro;
        } catch (IOException e) {
            throw new DcmdException(FileTrouble.unopened(name, e));
        }
    }
}
