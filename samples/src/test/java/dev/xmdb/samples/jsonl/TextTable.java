package dev.xmdb.samples.jsonl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns of a table, found in its header line, and the cells of rows, found by where they stand under it. */
final class TextTable {
    private static final Pattern WORD = Pattern.compile("\\S+");
    private final List<Span> columns = new ArrayList<>();
    private final Set<String> keys;

    /**
     * A piece of a line.
     *
     * @param from first column
     * @param to column after it
     * @param text what stands there
     */
    private record Span(int from, int to, String text) {
        /** Blanks between two spans; negative when they overlap. */
        int distance(Span other) {
            return Math.max(other.from - to, from - other.to);
        }
    }

    /**
     * Reads a header line.
     *
     * @param names the keys that objects have: words that belong to one header are joined where that gives one
     */
    TextTable(String header, Set<String> names) {
        keys = Set.copyOf(names);
        List<Span> words = words(header);
        for (int at = 0; at < words.size(); at++) {
            Span span = words.get(at);
            while (at + 1 < words.size() && belongs(span, words.get(at + 1), names)) {
                Span next = words.get(++at);
                span = new Span(span.from, next.to, header.substring(span.from, next.to));
            }
            columns.add(span);
        }
    }

    private static boolean belongs(Span span, Span next, Iterable<String> names) {
        if (next.from != span.to + 1) {
            return false;
        }
        String joined = key(span.text + " " + next.text);
        boolean known = false;
        boolean alone = false;
        for (String name : names) {
            known |= name.equals(joined);
            alone |= name.equals(key(span.text));
        }
        return next.text.startsWith("(")
                || span.text.matches(".*\\([^)]*")
                || known
                || (!alone && next.text.matches("BY|HELD|PEND|OPS|NAME|Name.*"));
    }

    private static List<Span> words(String line) {
        List<Span> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(new Span(matcher.start(), matcher.end(), matcher.group()));
        }
        return words;
    }

    /** A header's key: lower case, anything but letters and digits as an underscore. */
    static String key(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    }

    /** The keys that objects have. */
    Set<String> keys() {
        return keys;
    }

    /** The headers, in order. */
    List<String> headers() {
        return columns.stream().map(Span::text).toList();
    }

    /** The column that a word is aligned with, else the nearest one. */
    private Span nearest(Span word) {
        for (Span column : columns) {
            if (column.from == word.from || column.to == word.to) {
                return column;
            }
        }
        Span nearest = columns.getFirst();
        for (Span column : columns) {
            if (column.distance(word) < nearest.distance(word)) {
                nearest = column;
            }
        }
        return nearest;
    }

    /** The cells of a row by their headers; a header under which nothing stands has an empty cell. */
    Map<String, String> cells(String row) {
        // ::nm draws bars between its cells; before a command a bar is a pipe.
        List<Span> words = words(row.replaceAll("\\|(?!::)", " "));
        Map<String, String> cells = new LinkedHashMap<>();
        columns.forEach(column -> cells.put(column.text, ""));
        if (words.size() == columns.size()) {
            for (int i = 0; i < words.size(); i++) {
                cells.put(columns.get(i).text, words.get(i).text);
            }
            return cells;
        }
        Span last = columns.getLast();
        boolean ended = false;
        for (Span word : words) {
            if (ended) {
                // Behind a last column that is aligned to the right: a note without a header.
                break;
            }
            ended = last.text.equals("COUNT") && word.to == last.to;
            Span nearest = nearest(word);
            cells.merge(nearest.text, word.text, (before, more) -> before.isEmpty() ? more : before + " " + more);
        }
        return cells;
    }
}
