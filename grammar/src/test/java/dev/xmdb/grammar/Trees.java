package dev.xmdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.grammar.Expression.BinaryOperator;
import dev.xmdb.grammar.Expression.UnaryOperator;
import java.util.List;

/** Short ways to parse in tests and to say which tree is expected: positions are all {@link #AT}. */
final class Trees {

    static final Position AT = new Position(1, 0);

    private Trees() {}

    /** The only statement of a text without errors. */
    static Statement statement(String text) {
        List<Statement> statements = statements(text);
        assertThat(statements).as(text).hasSize(1);
        return statements.getFirst();
    }

    static List<Statement> statements(String text) {
        ParsedInput input = CommandParser.parse(text);
        assertThat(input.error()).as(text).isEmpty();
        return input.statements();
    }

    static SyntaxError error(String text) {
        return CommandParser.parse(text).error().orElseThrow(() -> new AssertionError("no error in " + text));
    }

    static Statement.Run run(String text) {
        return (Statement.Run) statement(text);
    }

    /** The address of a text that is only an expression. */
    static Expression expression(String text) {
        Expression address = ((Statement.Naked) statement(text)).address();
        assertThat(address).as(text).isNotNull();
        return address;
    }

    /** The only command of a statement. */
    static Command command(String text) {
        List<Command> commands = run(text).pipeline().commands();
        assertThat(commands).as(text).hasSize(1);
        return commands.getFirst();
    }

    static List<FormatItem> formats(String text) {
        return ((Command.Format) command(text)).formats();
    }

    static List<Argument> arguments(String text) {
        return switch (command(text)) {
            case Command.Dcmd dcmd -> dcmd.arguments();
            case Command.Assign assign -> assign.arguments();
            case Command.WriteOrSearch write -> write.arguments();
            case Command.Format _ -> throw new AssertionError("formats, not arguments: " + text);
        };
    }

    /** The words of a command that has no computed argument. */
    static List<String> words(String text) {
        return arguments(text).stream().map(a -> ((Argument.Word) a).text()).toList();
    }

    static Expression number(String digits) {
        return new Expression.IntegerLiteral(digits, 0, AT);
    }

    static Expression number(String digits, int radix) {
        return new Expression.IntegerLiteral(digits, radix, AT);
    }

    static Expression symbol(String name) {
        return new Expression.Symbol(null, name, AT);
    }

    static Expression binary(Expression left, BinaryOperator operator, Expression right) {
        return new Expression.Binary(operator, left, right, AT);
    }

    static Expression unary(UnaryOperator operator, Expression operand) {
        return new Expression.Unary(operator, operand, AT);
    }

    static FormatItem letter(char letter) {
        return new FormatItem.Letter(letter, 1, null, AT);
    }

    static FormatItem letter(int repeat, char letter) {
        return new FormatItem.Letter(letter, repeat, null, AT);
    }

    static FormatItem literal(String text) {
        return new FormatItem.Literal(text, AT);
    }

    static Argument word(String text) {
        return new Argument.Word(text, AT);
    }

    static Command format(Verb verb, FormatItem... items) {
        return new Command.Format(verb, List.of(items), AT);
    }

    static Command dcmd(String name, String... words) {
        return new Command.Dcmd(
                name, null, List.of(words).stream().map(Trees::word).toList(), AT);
    }

    /** A tree as text without its positions, to compare trees that were parsed from different places. */
    static String shape(Object tree) {
        return String.valueOf(tree).replaceAll(",? ?position=Position\\[line=\\d+, column=\\d+]", "");
    }

    static void assertSame(String text, Object parsed, Object expected) {
        assertThat(shape(parsed)).as(text).isEqualTo(shape(expected));
    }
}
