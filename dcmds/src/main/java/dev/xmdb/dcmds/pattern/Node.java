package dev.xmdb.dcmds.pattern;

import java.util.List;
import java.util.function.IntPredicate;

/** A part of a parsed expression. */
sealed interface Node {

    /** A character. */
    record One(IntPredicate accepts) implements Node {}

    /** The beginning of the text. */
    record Beginning() implements Node {}

    /** The end of the text. */
    record Ending() implements Node {}

    /** Parts one after the other. */
    record Sequence(List<Node> parts) implements Node {
        /** Copies the list. */
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** Either of several parts. */
    record Choice(List<Node> parts) implements Node {
        /** Copies the list. */
        public Choice {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A part again and again.
     *
     * @param part the part
     * @param least how often at least
     * @param most how often at most; -1 for any number
     */
    record Repeated(Node part, int least, int most) implements Node {}
}
