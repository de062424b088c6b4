package dev.xmdb.grammar;

/**
 * What is being typed at a place in command text, for completing it.
 *
 * @param kind what belongs there
 * @param text what is typed of it before the cursor: with its {@code ::}, {@code $} or {@code :} for a dcmd, without its
 *     {@code <} or {@code >} for a variable, without quotes for an argument; empty when it only begins there
 * @param start offset where {@code text} begins; a completion replaces what stands from there to the cursor
 * @param dcmd for an argument, its dcmd as {@link Command.Dcmd#name} has it, or the verb with its letter, for example
 *     {@code /L}; otherwise empty
 * @param index for an argument, how many stand before it; otherwise 0
 */
public record CursorWord(Kind kind, String text, int start, String dcmd, int index) {

    /** What can belong at a place. */
    public enum Kind {
        /** The name of a dcmd. */
        DCMD,
        /** An argument. */
        ARGUMENT,
        /** A symbol in an expression. */
        SYMBOL,
        /** The name of a variable. */
        VARIABLE,
        /** A format character. */
        FORMAT,
        /** Text for the shell. */
        SHELL,
        /** Nothing that could be completed: a number, a comment. */
        OTHER
    }
}
