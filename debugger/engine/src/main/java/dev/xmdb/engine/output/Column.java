package dev.xmdb.engine.output;

/**
 * A column of a table.
 *
 * @param header as printed
 * @param name JSON key
 * @param format cell format in mdb's printf dialect, one conversion, for example {@code %16p} or {@code %-14s}
 * @param piped whether this column's value is what the next stage of a pipeline receives
 */
public record Column(String header, String name, String format, boolean piped) {

    /** A column whose JSON key is its header in lower case with anything but letters and digits as {@code _}. */
    public static Column of(String header, String format) {
        var name = new StringBuilder();
        for (int i = 0; i < header.length(); i++) {
            char c = Character.toLowerCase(header.charAt(i));
            name.append(Character.isLetterOrDigit(c) ? c : '_');
        }
        return new Column(header, name.toString(), format, false);
    }

    /** The same column, piped on. */
    public Column pipes() {
        return new Column(header, name, format, true);
    }

    /** The same column under another JSON key. */
    public Column named(String key) {
        return new Column(header, key, format, piped);
    }
}
