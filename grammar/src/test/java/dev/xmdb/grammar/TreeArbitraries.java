package dev.xmdb.grammar;

import static dev.xmdb.grammar.Trees.AT;

import dev.xmdb.grammar.Expression.BinaryOperator;
import dev.xmdb.grammar.Expression.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Trees that the language can say; they shrink to the smallest one that still fails. */
final class TreeArbitraries {
    private static final String WORD = "aZ09 \t\"'\\;|!$[]/-<>=*.,\n\r\u0000\u0007\u007f\u00e9\ud83d\ude00";
    private static final String FORMAT = "XxDdnapiKvwWZlLM/=+-^?@\\,.(%#\u00e9\ud83d";
    private static final String SHELL = "ab |!'\"$/=<>[]()\\-\t\u00e9";

    private TreeArbitraries() {}

    static Arbitrary<Statement> statements() {
        Arbitrary<Statement> naked = expressions().map(address -> new Statement.Naked(address, null, null, AT));
        Arbitrary<Statement> counted = Combinators.combine(
                        expressions().injectNull(0.5),
                        expressions(),
                        shellTexts().injectNull(0.5))
                .as((address, count, shell) -> new Statement.Naked(address, count, shell, AT));
        Arbitrary<Statement> shell = shellTexts().map(text -> new Statement.Shell(text, AT));
        Arbitrary<Statement> run = Combinators.combine(
                        expressions().injectNull(0.5),
                        expressions().injectNull(0.5),
                        commands().list().ofMinSize(1).ofMaxSize(4).map(Pipeline::new),
                        shellTexts().injectNull(0.5))
                .as((address, count, pipeline, text) -> new Statement.Run(address, count, pipeline, text, AT));
        return Arbitraries.frequencyOf(
                Tuple.of(1, naked),
                Tuple.of(1, counted),
                Tuple.of(1, shell),
                Tuple.of(1, Arbitraries.just(new Statement.Empty(AT))),
                Tuple.of(6, run));
    }

    static Arbitrary<Expression> expressions() {
        return Arbitraries.recursive(TreeArbitraries::leaves, TreeArbitraries::above, 0, 5);
    }

    private static Arbitrary<Expression> above(Arbitrary<Expression> operands) {
        Arbitrary<Expression> unary = Combinators.combine(Arbitraries.of(UnaryOperator.values()), operands)
                .as((operator, operand) -> new Expression.Unary(operator, operand, AT));
        Arbitrary<Expression> read = Combinators.combine(
                        Arbitraries.of(Verb.VIRTUAL, Verb.OBJECT),
                        Arbitraries.of("c", "1", "s", "2", "i", "4", "l", "8").injectNull(0.4),
                        operands)
                .as((space, cast, operand) -> new Expression.Dereference(space, cast, operand, AT));
        Arbitrary<Expression> binary = Combinators.combine(
                        Arbitraries.of(BinaryOperator.values()), operands, Arbitraries.oneOf(leaves(), operands))
                .as((operator, left, right) -> new Expression.Binary(operator, left, right, AT));
        return Arbitraries.frequencyOf(Tuple.of(1, unary), Tuple.of(1, read), Tuple.of(5, binary));
    }

    private static Arbitrary<Expression> leaves() {
        Arbitrary<Expression> operands = Arbitraries.of(
                new Expression.Dot(AT),
                new Expression.Next(AT),
                new Expression.Previous(AT),
                new Expression.LastAddress(AT));
        Arbitrary<Expression> plain = hexadecimal()
                .map(digits -> new Expression.IntegerLiteral(
                        Character.isDigit(digits.charAt(0)) ? digits : "0" + digits, 0, AT));
        Arbitrary<Expression> marked = Combinators.combine(
                        Arbitraries.of(2, 8, 10, 16),
                        Arbitraries.strings().withChars("01").ofMinLength(1).ofMaxLength(20))
                .as((radix, digits) -> new Expression.IntegerLiteral(digits, radix, AT));
        Arbitrary<Expression> fraction = Combinators.combine(
                        Arbitraries.integers().between(0, 99999),
                        Arbitraries.integers().between(0, 99999))
                .as((whole, part) -> new Expression.FloatLiteral(whole + "." + part, AT));
        Arbitrary<Expression> symbol = Combinators.combine(names().injectNull(0.6), names())
                .as((object, name) -> new Expression.Symbol(object, name, AT));
        Arbitrary<Expression> constant = Arbitraries.longs().map(value -> new Expression.CharConstant(value, AT));
        Arbitrary<Expression> variable = Arbitraries.oneOf(
                        names(), Arbitraries.integers().between(0, 9).map(String::valueOf))
                .map(name -> new Expression.Variable(name, AT));
        return Arbitraries.oneOf(operands, plain, marked, fraction, symbol, constant, variable);
    }

    private static Arbitrary<String> hexadecimal() {
        return Arbitraries.strings()
                .withChars("0123456789abcdef")
                .ofMinLength(1)
                .ofMaxLength(17);
    }

    /** Symbols: what begins with a letter, and no lone dot, which is the address. */
    private static Arbitrary<String> names() {
        return Combinators.combine(
                        Arbitraries.chars().alpha().with('_'),
                        Arbitraries.strings().alpha().numeric().withChars("_.").ofMaxLength(8))
                .as((first, rest) -> first + rest);
    }

    static Arbitrary<Command> commands() {
        Arbitrary<Command> format = Combinators.combine(
                        Arbitraries.of(Verb.values()), formats().list().ofMaxSize(5))
                .as((verb, items) -> new Command.Format(verb, items, AT));
        Arbitrary<Command> write = Combinators.combine(
                        Arbitraries.of(Verb.VIRTUAL, Verb.OBJECT, Verb.PHYSICAL),
                        Arbitraries.of('v', 'w', 'W', 'Z', 'l', 'L', 'M'),
                        arguments().list().ofMaxSize(3))
                .as((verb, letter, values) -> new Command.WriteOrSearch(verb, letter, values, AT));
        Arbitrary<Command> named = Combinators.combine(
                        names(), names().injectNull(0.7), arguments().list().ofMaxSize(4))
                .as((name, module, words) -> new Command.Dcmd(name, module, words, AT));
        Arbitrary<Command> brief = Combinators.combine(
                        Arbitraries.of("$c", "$?", ":z", "$<", "$<<", "$>", "$^", "$`", "$W", ":%"),
                        arguments().list().ofMaxSize(3))
                .as((name, words) -> new Command.Dcmd(name, null, words, AT));
        Arbitrary<Command> assign = Combinators.combine(
                        Arbitraries.of('c', 'l', '4', 'z').injectNull(0.5),
                        arguments().list().ofMaxSize(2))
                .as((cast, words) -> new Command.Assign(cast, words, AT));
        return Arbitraries.oneOf(format, write, named, brief, assign);
    }

    private static Arbitrary<FormatItem> formats() {
        Arbitrary<FormatItem> literal = texts(WORD).map(text -> new FormatItem.Literal(text, AT));
        Arbitrary<FormatItem> letter = Combinators.combine(
                        Arbitraries.chars().with(FORMAT), Arbitraries.integers().between(0, 99999))
                .as((character, count) -> new FormatItem.Letter(character, count, null, AT));
        Arbitrary<FormatItem> computed = Combinators.combine(Arbitraries.chars().with(FORMAT), expressions())
                .as((character, count) -> new FormatItem.Letter(character, 1, count, AT));
        return Arbitraries.oneOf(literal, letter, computed);
    }

    private static Arbitrary<Argument> arguments() {
        Arbitrary<Argument> word = texts(WORD).map(text -> new Argument.Word(text, AT));
        Arbitrary<Argument> value = expressions().map(expression -> new Argument.Immediate(expression, AT));
        return Arbitraries.frequencyOf(Tuple.of(3, word), Tuple.of(1, value));
    }

    private static Arbitrary<String> shellTexts() {
        return texts(SHELL).map(String::stripLeading);
    }

    private static Arbitrary<String> texts(String characters) {
        return Arbitraries.strings().withChars(characters).ofMaxLength(8);
    }
}
