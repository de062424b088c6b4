package dev.xmdb.shell.terminal;

import dev.xmdb.grammar.CommandParser;
import dev.xmdb.grammar.CursorWord;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * A line of commands as the line editor wants to see it: the word before the cursor, by the rules of the command language. There
 * is no escape character and no quoting to undo.
 *
 * @param line all that was typed
 * @param cursor where the cursor stands in it
 * @param typed what is being typed there
 */
record Word(String line, int cursor, CursorWord typed) implements CompletingParsedLine {

    /** Makes them. A line is always complete: no statement spans lines. */
    static final Parser PARSER = new Parser() {
        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            return new Word(line, cursor, CommandParser.wordAt(line, cursor));
        }

        @Override
        public boolean isEscapeChar(char c) {
            return false;
        }
    };

    @Override
    public String word() {
        return line.substring(typed.start(), cursor);
    }

    @Override
    public int wordCursor() {
        return cursor - typed.start();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word());
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return wordCursor();
    }

    @Override
    public int rawWordLength() {
        return wordCursor();
    }
}
