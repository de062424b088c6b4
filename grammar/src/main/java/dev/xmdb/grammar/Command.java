package dev.xmdb.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stage of a pipeline. */
public sealed interface Command {

    /** Where the stage begins. */
    Position position();

    /**
     * A format verb with what to print.
     *
     * @param verb which memory, or the value itself
     * @param formats what to print; empty means the verb's default
     * @param position where it begins
     */
    record Format(Verb verb, List<FormatItem> formats, Position position) implements Command {
        /** Copies the list. */
        public Format {
            formats = List.copyOf(formats);
        }
    }

    /**
     * A verb followed at once by a write letter ({@code v w W Z}) or a search letter ({@code l L M}) and its values.
     *
     * @param verb which memory
     * @param letter one of {@code v w W Z l L M}
     * @param arguments the values
     * @param position where it begins
     */
    record WriteOrSearch(Verb verb, char letter, List<Argument> arguments, Position position) implements Command {
        /** Copies the list. */
        public WriteOrSearch {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A dcmd: {@code ::name}, {@code ::module`name}, {@code $c}, {@code :c}, {@code $<}, {@code $<<} or {@code $>}.
     *
     * @param name as it is looked up: {@code status}, {@code $c}, {@code :c}, {@code $<}
     * @param module text before the backquote, when one was written
     * @param arguments its words
     * @param position where it begins
     */
    record Dcmd(String name, @Nullable String module, List<Argument> arguments, Position position) implements Command {
        /** Copies the list. */
        public Dcmd {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * {@code >name} or {@code >/c/name}.
     *
     * @param cast the letter or digit between the slashes, when there is one
     * @param arguments its words; the first names the variable
     * @param position where it begins
     */
    record Assign(@Nullable Character cast, List<Argument> arguments, Position position) implements Command {
        /** Copies the list. */
        public Assign {
            arguments = List.copyOf(arguments);
        }
    }
}
