package dev.xmdb.grammar;

/** One word after a dcmd. */
public sealed interface Argument {

    /** Where it begins. */
    Position position();

    /**
     * A word, quotes removed and escapes resolved.
     *
     * @param text the word
     * @param position where it begins
     */
    record Word(String text, Position position) implements Argument {}

    /**
     * {@code $[…]}: a value.
     *
     * @param expression what to evaluate
     * @param position where it begins
     */
    record Immediate(Expression expression, Position position) implements Argument {}
}
