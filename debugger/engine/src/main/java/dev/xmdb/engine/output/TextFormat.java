package dev.xmdb.engine.output;

import java.util.ArrayList;
import java.util.List;

/**
 * A format in mdb's printf dialect, compiled once. A conversion is {@code %[-#0+ ][width|?][.precision][h|hh|l|ll]c} with c one of
 * {@code a A c d i o q u x X p r R s H Y}; also {@code %%}, {@code %wT} (pad the line to a multiple of w columns) and the
 * attributes {@code %<x>}, which plain text drops. Unlike C's, a conversion without a length prints all 64 bits.
 */
public final class TextFormat {
    private final String source;
    private final List<Part> parts;
    private final int conversions;

    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Tab(int width) implements Part {}

    private record Cell(Conversion conversion) implements Part {}

    private TextFormat(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
        this.conversions = (int) parts.stream().filter(Cell.class::isInstance).count();
    }

    /**
     * Compiles a format.
     *
     * @throws IllegalArgumentException naming the character and its place when it is not a format of this dialect
     */
    public static TextFormat of(String format) {
        var parts = new ArrayList<Part>();
        var literal = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if (c != '%') {
                literal.append(c);
                at++;
                continue;
            }
            if (format.startsWith("%%", at)) {
                literal.append('%');
                at += 2;
                continue;
            }
            if (format.startsWith("%<", at)) {
                int end = format.indexOf('>', at);
                if (end < 0) {
                    throw Conversion.illegal(format, at + 1);
                }
                at = end + 1;
                continue;
            }
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
            var scan = new Conversion.Scanner(format, at + 1);
            Conversion conversion = scan.conversion();
            parts.add(conversion.letter() == 'T' ? new Tab(Math.max(1, conversion.width())) : new Cell(conversion));
            at = scan.end();
        }
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
        }
        return new TextFormat(format, parts);
    }

    /** How many values it takes. */
    public int conversions() {
        return conversions;
    }

    /**
     * Lays out values.
     *
     * @param layout how numbers and symbols are printed
     * @param values one per conversion
     * @throws IllegalArgumentException when there are fewer or more of them
     */
    public String format(Layout layout, List<Value> values) {
        if (values.size() != conversions) {
            throw new IllegalArgumentException(
                    "format \"" + source + "\" takes " + conversions + " values, not " + values.size());
        }
        var line = new StringBuilder();
        int next = 0;
        for (Part part : parts) {
            switch (part) {
                case Literal(String text) -> line.append(text);
                case Tab(int width) -> {
                    int column = line.length() - line.lastIndexOf("\n") - 1;
                    line.repeat(' ', (width - column % width) % width);
                }
                case Cell(Conversion conversion) -> line.append(conversion.format(layout, values.get(next++)));
            }
        }
        return line.toString();
    }

    /** The single text that stands for a column's header: padded to the format's width, on the side that the cells are. */
    String header(Layout layout, String header) {
        int width = 0;
        boolean left = false;
        for (Part part : parts) {
            switch (part) {
                case Literal(String text) -> width += text.length();
                case Tab(int columns) -> width = (width + columns - 1) / columns * columns;
                case Cell(Conversion conversion) -> {
                    width += conversion.width(layout);
                    left = conversion.left();
                }
            }
        }
        return Conversion.pad(header, width, left);
    }

    @Override
    public String toString() {
        return source;
    }
}
