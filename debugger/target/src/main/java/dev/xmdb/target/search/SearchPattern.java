package dev.xmdb.target.search;

/** What is looked for. Immutable and thread-safe. */
public abstract sealed class SearchPattern permits ValuePattern, BytePattern, RegexPattern {
    /** The longest match of a pattern of bytes, and how far a match of a regular expression may run past the piece it begins in. */
    public static final int LONGEST = 4096;

    SearchPattern() {}

    /** How many bytes after its first one a match may need. */
    abstract int reach();

    /** Whether matches exclude each other, so that one which begins in another is none. */
    abstract boolean exclusive();

    /** Finds the matches that begin in the window's own part, in ascending order. */
    abstract void find(Window window, Hits hits);
}
