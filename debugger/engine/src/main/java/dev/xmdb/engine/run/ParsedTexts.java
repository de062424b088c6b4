package dev.xmdb.engine.run;

import dev.xmdb.grammar.CommandParser;
import dev.xmdb.grammar.ParsedInput;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parses command text, and remembers it: a pipe evaluates one string for every value, a macro runs itself for every element. */
final class ParsedTexts {
    private static final int MOST = 128;
    private static final int LONGEST = 1024;

    private final Map<String, ParsedInput> known = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ParsedInput> eldest) {
            return size() > MOST;
        }
    };

    ParsedInput of(String text) {
        return text.length() > LONGEST ? CommandParser.parse(text) : known.computeIfAbsent(text, CommandParser::parse);
    }
}
