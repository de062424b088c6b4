package dev.xmdb.grammar;

/** The format verbs. */
public enum Verb {
    /** {@code /}: virtual memory. */
    VIRTUAL('/'),
    /** {@code ?}: the object file; of a kernel, the same bytes as virtual memory. */
    OBJECT('?'),
    /** {@code \}: physical memory. */
    PHYSICAL('\\'),
    /** {@code @}: physical memory. */
    PHYSICAL_AT('@'),
    /** {@code =}: the value of dot itself. */
    VALUE('=');

    private final char symbol;

    Verb(char symbol) {
        this.symbol = symbol;
    }

    /** The character that is typed. */
    public char symbol() {
        return symbol;
    }
}
