package dev.xmdb.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A command of another debugger's that is understood where a statement begins with it: it becomes one in our language.
 *
 * @param name its first word
 * @param synopsis what may follow it
 * @param summary one line
 * @param translation makes our line of the words after the name; throws {@link DcmdException} for what has no equivalent
 * @param guest the kind of guest for which it is translated so; it then hides the one of the same name for any
 */
public record CommandAlias(
        String name,
        String synopsis,
        String summary,
        Function<List<String>, String> translation,
        Optional<String> guest) {
    /** One for any guest. */
    public CommandAlias(String name, String synopsis, String summary, Function<List<String>, String> translation) {
        this(name, synopsis, summary, translation, Optional.empty());
    }
}
