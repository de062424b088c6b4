package dev.xmdb.engine;

import java.util.List;
import java.util.function.Function;

/**
 * A command of another debugger's that is understood where a line begins with it: its line becomes one in our language.
 *
 * @param name its first word
 * @param synopsis what may follow it
 * @param summary one line
 * @param translation makes our line of the words after the name; throws {@link DcmdException} for what has no equivalent
 */
public record CommandAlias(String name, String synopsis, String summary, Function<List<String>, String> translation) {}
