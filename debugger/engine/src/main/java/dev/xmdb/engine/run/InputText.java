package dev.xmdb.engine.run;

import dev.xmdb.engine.file.CommandText;
import dev.xmdb.engine.file.MacroFile;
import java.util.List;

/**
 * Command text and where it comes from.
 *
 * @param source the file's name, in parentheses that of standard input; empty for text that was typed or is evaluated
 * @param lines its lines; an evaluated string is one line, whatever is in it
 * @param firstLine number in the file of the first of them, from 1
 * @param evaluated whether it is a string that a command evaluates: a value alone sets dot there, and an error ends all of it
 */
record InputText(String source, List<String> lines, int firstLine, boolean evaluated) {

    static InputText of(String commands, String source, int firstLine) {
        return new InputText(source, CommandText.lines(commands), firstLine, false);
    }

    static InputText of(MacroFile macro) {
        return new InputText(macro.name(), macro.lines(), 1, false);
    }

    static InputText evaluated(String commands) {
        return new InputText("", List.of(commands), 1, true);
    }

    /** Whether it was typed, or came from standard input as if it had been. */
    boolean isTyped() {
        return source.isEmpty() || source.startsWith("(");
    }

    /** Whether what follows an error in a line is still run, after the next semicolon: so it is in files. */
    boolean resumes() {
        return !source.isEmpty();
    }
}
