package dev.xmdb.engine;

/** A word or a value after a dcmd's options. */
public sealed interface DcmdArgument {

    /**
     * A word.
     *
     * @param text the word
     */
    record Word(String text) implements DcmdArgument {}

    /**
     * A value, from {@code $[…]}.
     *
     * @param value the value
     */
    record Immediate(long value) implements DcmdArgument {}
}
