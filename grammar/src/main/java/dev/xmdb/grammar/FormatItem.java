package dev.xmdb.grammar;

import org.jspecify.annotations.Nullable;

/** One piece of a format. */
public sealed interface FormatItem {

    /** Where it begins. */
    Position position();

    /**
     * A format character with its repeat count.
     *
     * @param letter the character
     * @param repeat the decimal count before it; 1 when none is written
     * @param computedRepeat the count written as {@code $[…]}, which then replaces {@code repeat}
     * @param position where it begins
     */
    record Letter(char letter, int repeat, @Nullable Expression computedRepeat, Position position)
            implements FormatItem {}

    /**
     * Text to print, escapes resolved.
     *
     * @param text the text
     * @param position where it begins
     */
    record Literal(String text, Position position) implements FormatItem {}
}
