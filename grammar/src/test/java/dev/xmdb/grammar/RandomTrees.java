package dev.xmdb.grammar;

import static dev.xmdb.grammar.Trees.AT;

import dev.xmdb.grammar.Expression.BinaryOperator;
import dev.xmdb.grammar.Expression.UnaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Any tree that the language can say, from a seed. */
final class RandomTrees {

    private static final String[] NAMES = {"a", "f", "dead", "cpu_list", "_", ".x", "Z9", "kmem.flags", "..", "v"};
    private static final String[] SHORT_DCMDS = {"$c", "$?", ":z", "$<", "$<<", "$>", "$^", "$`", "$W", ":%"};
    private static final String WORD_LETTERS = "aZ09 \t\"'\\;|!$[]/-<>=*.,\n\r\u0000\u0007\u007f\u00e9\ud83d\ude00";
    private static final String LETTERS = "XxDdnapiKvwWZlLM/=+-^?@\\,.(%#\u00e9\ud83d";
    private static final String SHELL_LETTERS = "ab |!'\"$/=<>[]()\\-\t\u00e9";

    private final Random random;

    RandomTrees(long seed) {
        this.random = new Random(seed);
    }

    Statement statement() {
        return switch (random.nextInt(8)) {
            case 0 -> new Statement.Naked(expression(), null, null, AT);
            case 1 -> new Statement.Naked(optional(this::expression), expression(), optional(this::shell), AT);
            case 2 -> new Statement.Shell(shell(), AT);
            case 3 -> new Statement.Empty(AT);
            default ->
                new Statement.Run(
                        optional(this::expression),
                        optional(this::expression),
                        new Pipeline(list(1, 3, this::command)),
                        optional(this::shell),
                        AT);
        };
    }

    Expression expression() {
        return expression(random.nextInt(6));
    }

    private Expression expression(int height) {
        if (height == 0) {
            return leaf();
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Expression.Unary(pick(UnaryOperator.values()), expression(height - 1), AT);
            case 1 ->
                new Expression.Dereference(
                        pick(new Verb[] {Verb.VIRTUAL, Verb.OBJECT}),
                        optional(() -> pick(new String[] {"c", "1", "s", "2", "i", "4", "l", "8"})),
                        expression(height - 1),
                        AT);
            default ->
                new Expression.Binary(
                        pick(BinaryOperator.values()),
                        expression(random.nextInt(height)),
                        expression(random.nextInt(height)),
                        AT);
        };
    }

    private Expression leaf() {
        return switch (random.nextInt(10)) {
            case 0 -> new Expression.Dot(AT);
            case 1 -> new Expression.Next(AT);
            case 2 -> new Expression.Previous(AT);
            case 3 -> new Expression.LastAddress(AT);
            case 4 -> new Expression.IntegerLiteral(pick(new String[] {"0", "9f", "12"}), 0, AT);
            case 5 ->
                new Expression.IntegerLiteral(
                        pick(new String[] {"1", "10", "f00"}), pick(new Integer[] {2, 8, 10, 16}), AT);
            case 6 -> new Expression.FloatLiteral("1.25", AT);
            case 7 -> new Expression.Symbol(optional(() -> pick(NAMES)), pick(NAMES), AT);
            case 8 -> new Expression.CharConstant(random.nextLong() >>> random.nextInt(64), AT);
            default -> new Expression.Variable(random.nextBoolean() ? pick(NAMES) : "" + random.nextInt(10), AT);
        };
    }

    private Command command() {
        return switch (random.nextInt(5)) {
            case 0 -> new Command.Format(pick(Verb.values()), list(0, 5, this::format), AT);
            case 1 ->
                new Command.WriteOrSearch(
                        pick(new Verb[] {Verb.VIRTUAL, Verb.OBJECT, Verb.PHYSICAL}),
                        "vwWZlLM".charAt(random.nextInt(7)),
                        list(0, 3, this::argument),
                        AT);
            case 2 -> new Command.Dcmd(pick(NAMES), optional(() -> pick(NAMES)), list(0, 4, this::argument), AT);
            case 3 -> new Command.Dcmd(pick(SHORT_DCMDS), null, list(0, 3, this::argument), AT);
            default ->
                new Command.Assign(
                        optional(() -> pick(new Character[] {'c', 'l', '4', 'z'})), list(0, 2, this::argument), AT);
        };
    }

    private FormatItem format() {
        return switch (random.nextInt(5)) {
            case 0 -> new FormatItem.Literal(text(WORD_LETTERS, 6), AT);
            case 1 -> new FormatItem.Letter(letter(), 1, expression(2), AT);
            case 2 -> new FormatItem.Letter(letter(), random.nextInt(30), null, AT);
            default -> new FormatItem.Letter(letter(), 1, null, AT);
        };
    }

    private char letter() {
        return LETTERS.charAt(random.nextInt(LETTERS.length()));
    }

    private Argument argument() {
        return random.nextInt(4) == 0
                ? new Argument.Immediate(expression(2), AT)
                : new Argument.Word(text(WORD_LETTERS, 6), AT);
    }

    private String shell() {
        return text(SHELL_LETTERS, 8).stripLeading();
    }

    private String text(String letters, int longest) {
        var text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private <T> List<T> list(int shortest, int longest, Supplier<T> item) {
        var items = new ArrayList<T>();
        for (int i = shortest + random.nextInt(longest - shortest + 1); i > 0; i--) {
            items.add(item.get());
        }
        return items;
    }

    private <T> @Nullable T optional(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
