package dev.xmdb.grammar;

/**
 * A stretch of command text that is one thing, for colouring a line while it is typed. Blanks belong to no span.
 *
 * @param kind what it is
 * @param start offset of its first UTF-16 unit
 * @param end offset after its last one
 */
public record Span(Kind kind, int start, int end) {

    /** What a stretch of text can be. */
    public enum Kind {
        /** A number or a character constant. */
        NUMBER,
        /** A symbol, or dot. */
        SYMBOL,
        /** {@code <name}. */
        VARIABLE,
        /** An operator, a parenthesis or a bracket. */
        OPERATOR,
        /** {@code / \ ? @ =}, alone or with its write or search letter, and {@code >}. */
        VERB,
        /** A format character or its count. */
        FORMAT,
        /** {@code ::name}, {@code $c}, {@code :c}. */
        DCMD,
        /** A word after a dcmd. */
        ARGUMENT,
        /** Quoted text. */
        STRING,
        /** Text for the shell. */
        SHELL,
        /** {@code , | ! ;} or a newline. */
        SEPARATOR,
        /** From {@code //} to the end of the line. */
        COMMENT,
        /** What cannot be right: an open quote, a radix without digits, a stray character. */
        ERROR
    }
}
