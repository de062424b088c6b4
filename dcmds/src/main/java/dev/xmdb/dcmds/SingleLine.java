package dev.xmdb.dcmds;

/** Strings from an image on a line of text: they may hold line breaks, with which they could pass for lines of the command itself. */
public final class SingleLine {
    private SingleLine() {}

    /** The same text with a blank for every line break and tab. */
    public static String of(String text) {
        return text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
    }
}
