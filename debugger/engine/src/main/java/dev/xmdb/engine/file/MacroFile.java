package dev.xmdb.engine.file;

import java.util.List;

/**
 * A file of commands.
 *
 * @param name its path, for messages
 * @param lines its lines without their ends
 */
public record MacroFile(String name, List<String> lines) {
    /** Copies the list. */
    public MacroFile {
        lines = List.copyOf(lines);
    }
}
