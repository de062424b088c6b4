package dev.xmdb.engine.format;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.grammar.Command;
import dev.xmdb.grammar.Expression;
import dev.xmdb.grammar.FormatItem;
import dev.xmdb.grammar.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/**
 * A format verb that every run can print: its characters exist and its counts are known.
 *
 * @param verb which memory, or the value itself
 * @param items what to print, never empty
 */
public record PreparedFormat(Verb verb, List<Item> items) {
    private static final List<Item> DEFAULT =
            List.of(new Repeated('X', 1), new Repeated('^', 1), new Literal("= "), new Repeated('i', 1));

    /** What is left of the default where nothing can disassemble. */
    private static final List<Item> DEFAULT_WITHOUT_INSTRUCTION = List.of(new Repeated('X', 1));

    /** Copies the list. */
    public PreparedFormat {
        items = List.copyOf(items);
    }

    /** One piece of a format. */
    public sealed interface Item {}

    /**
     * A format character.
     *
     * @param letter the character
     * @param count how often, unsigned
     */
    public record Repeated(char letter, long count) implements Item {}

    /**
     * Text to print.
     *
     * @param text the text
     */
    public record Literal(String text) implements Item {}

    /**
     * Checks a format and evaluates its counts.
     *
     * @param command the verb and its formats; none means the verb's default
     * @param evaluator evaluates counts written as {@code $[…]}
     * @param disassembles whether instructions can be printed; asked only when the user names no format
     * @throws DcmdException naming what no run could print
     */
    public static PreparedFormat of(
            Command.Format command, ToLongFunction<Expression> evaluator, BooleanSupplier disassembles) {
        if (command.formats().isEmpty()) {
            if (command.verb() == Verb.VALUE) {
                throw new DcmdException("expected one or more format characters following '='");
            }
            return new PreparedFormat(
                    command.verb(), disassembles.getAsBoolean() ? DEFAULT : DEFAULT_WITHOUT_INSTRUCTION);
        }
        var items = new ArrayList<Item>(command.formats().size());
        for (FormatItem item : command.formats()) {
            items.add(
                    switch (item) {
                        case FormatItem.Literal literal -> new Literal(literal.text());
                        case FormatItem.Letter letter -> repeated(letter, evaluator);
                    });
        }
        return new PreparedFormat(command.verb(), items);
    }

    private static Repeated repeated(FormatItem.Letter letter, ToLongFunction<Expression> evaluator) {
        if (!FormatCatalogue.isPrinted(letter.letter())) {
            throw new DcmdException("invalid format character -- '" + letter.letter() + "'");
        }
        Expression computed = letter.computedRepeat();
        return new Repeated(letter.letter(), computed == null ? letter.repeat() : evaluator.applyAsLong(computed));
    }

    /** Whether it begins with two characters. */
    boolean startsWith(char first, char second) {
        return items.size() >= 2
                && items.get(0) instanceof Repeated(char a, long ignoredFirst)
                && a == first
                && items.get(1) instanceof Repeated(char b, long ignoredSecond)
                && b == second;
    }
}
