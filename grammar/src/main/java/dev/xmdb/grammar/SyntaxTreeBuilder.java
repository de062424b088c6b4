package dev.xmdb.grammar;

import dev.xmdb.grammar.Expression.BinaryOperator;
import dev.xmdb.grammar.Expression.UnaryOperator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Turns the parse of one statement into syntax trees. */
final class SyntaxTreeBuilder {

    /** Operators of one expression, which bounds the height of its tree: whoever walks it may recurse. */
    static final int MAX_OPERATORS = 1000;

    private static final String SIZES = "c1s2i4l8";

    private int operators;

    Statement statement(MdbParser.StatementContext context) {
        Position position = position(context.getStart());
        Expression address = context.address == null ? null : wholeExpression(context.address);
        Expression count = context.count == null ? null : wholeExpression(context.count);
        MdbParser.ShellContext shellContext = context.shell();
        String shell = shellContext == null ? null : shellText(shellContext);
        MdbParser.PipelineContext pipeline = context.pipeline();
        if (pipeline != null) {
            return new Statement.Run(address, count, pipeline(pipeline), shell, position);
        }
        if (address != null || count != null) {
            return new Statement.Naked(address, count, shell, position);
        }
        return shell != null ? new Statement.Shell(shell, position) : new Statement.Empty(position);
    }

    private static String shellText(MdbParser.ShellContext context) {
        TerminalNode node = context.SHELL_TEXT();
        if (node == null) {
            return "";
        }
        String text = node.getText();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(0, end);
    }

    private Pipeline pipeline(MdbParser.PipelineContext context) {
        List<MdbParser.CommandContext> contexts = context.command();
        var commands = new ArrayList<Command>(contexts.size());
        for (MdbParser.CommandContext command : contexts) {
            commands.add(command(command));
        }
        return new Pipeline(commands);
    }

    private Command command(MdbParser.CommandContext context) {
        Token token = context.getStart();
        Position position = position(token);
        String text = token.getText();
        // By token: a switch over the contexts' classes would be linked at run time, which a first command waits for.
        return switch (token.getType()) {
            case MdbLexer.VERB ->
                new Command.Format(
                        verb(text.charAt(0)),
                        formats(((MdbParser.FormatCommandContext) context).formatItem()),
                        position);
            case MdbLexer.WRITE_OR_SEARCH ->
                new Command.WriteOrSearch(
                        verb(text.charAt(0)),
                        text.charAt(text.length() - 1),
                        arguments(((MdbParser.WriteOrSearchCommandContext) context).argument()),
                        position);
            case MdbLexer.ASSIGN, MdbLexer.ASSIGN_CAST ->
                new Command.Assign(
                        text.length() > 1 ? Character.valueOf(text.charAt(2)) : null,
                        arguments(((MdbParser.AssignCommandContext) context).argument()),
                        position);
            case MdbLexer.DOLLAR -> new Command.Dcmd("$?", null, List.of(), position);
            default -> dcmd(token, arguments(((MdbParser.DcmdCommandContext) context).argument()), position);
        };
    }

    private static Command.Dcmd dcmd(Token token, List<Argument> arguments, Position position) {
        String text = token.getText();
        if (token.getType() == MdbLexer.SHORT_DCMD) {
            return new Command.Dcmd(text, null, arguments, position);
        }
        int backquote = text.lastIndexOf('`');
        return backquote < 0
                ? new Command.Dcmd(text.substring(2), null, arguments, position)
                : new Command.Dcmd(text.substring(backquote + 1), text.substring(2, backquote), arguments, position);
    }

    private List<FormatItem> formats(List<MdbParser.FormatItemContext> contexts) {
        var items = new ArrayList<FormatItem>(contexts.size());
        for (MdbParser.FormatItemContext context : contexts) {
            items.add(format(context));
        }
        return items;
    }

    private FormatItem format(MdbParser.FormatItemContext context) {
        Position position = position(context.getStart());
        TerminalNode string = context.STRING();
        if (string != null) {
            return new FormatItem.Literal(CEscapes.resolve(unquoted(string.getText())), position);
        }
        char letter = context.LETTER().getText().charAt(0);
        MdbParser.ImmediateContext computed = context.immediate();
        if (computed != null) {
            return new FormatItem.Letter(letter, 1, wholeExpression(computed.expression()), position);
        }
        TerminalNode repeat = context.REPEAT();
        return new FormatItem.Letter(letter, repeat == null ? 1 : repeat(repeat.getSymbol()), null, position);
    }

    private static int repeat(Token token) {
        try {
            return Integer.parseInt(token.getText());
        } catch (NumberFormatException tooLarge) {
            throw new SyntaxFailure("repeat count exceeds " + Integer.MAX_VALUE, token);
        }
    }

    private List<Argument> arguments(List<MdbParser.ArgumentContext> contexts) {
        var arguments = new ArrayList<Argument>(contexts.size());
        for (MdbParser.ArgumentContext context : contexts) {
            Position position = position(context.getStart());
            MdbParser.ImmediateContext immediate = context.immediate();
            arguments.add(
                    immediate == null
                            ? new Argument.Word(Words.unquote(context.getStart().getText()), position)
                            : new Argument.Immediate(wholeExpression(immediate.expression()), position));
        }
        return arguments;
    }

    private Expression wholeExpression(MdbParser.ExpressionContext context) {
        operators = 0;
        return expression(context);
    }

    /** Groups a row of operands and operators: an operator waits until one that does not bind tighter follows. */
    private Expression expression(MdbParser.ExpressionContext context) {
        int children = context.getChildCount();
        Expression first = operand((MdbParser.OperandContext) context.getChild(0));
        if (children == 1) {
            return first;
        }
        var values = new ArrayDeque<Expression>();
        var waiting = new ArrayDeque<BinaryOperator>();
        values.push(first);
        for (int i = 1; i < children; i += 2) {
            Token token = ((TerminalNode) context.getChild(i)).getSymbol();
            countOperator(token);
            BinaryOperator operator = binaryOperator(token.getType());
            while (!waiting.isEmpty() && waiting.element().precedence() >= operator.precedence()) {
                reduce(values, waiting);
            }
            waiting.push(operator);
            values.push(operand((MdbParser.OperandContext) context.getChild(i + 1)));
        }
        while (!waiting.isEmpty()) {
            reduce(values, waiting);
        }
        return values.pop();
    }

    private static void reduce(ArrayDeque<Expression> values, ArrayDeque<BinaryOperator> waiting) {
        Expression right = values.pop();
        Expression left = values.pop();
        values.push(new Expression.Binary(waiting.pop(), left, right, left.position()));
    }

    private Expression operand(MdbParser.OperandContext context) {
        int last = context.getChildCount() - 1;
        Expression value = primary((MdbParser.PrimaryContext) context.getChild(last));
        for (int i = last - 1; i >= 0; i--) {
            Token token = ((TerminalNode) context.getChild(i)).getSymbol();
            countOperator(token);
            value = prefixed(token, value);
        }
        return value;
    }

    private static Expression prefixed(Token token, Expression operand) {
        Position position = position(token);
        return switch (token.getType()) {
            case MdbLexer.HASH -> new Expression.Unary(UnaryOperator.LOGICAL_NOT, operand, position);
            case MdbLexer.TILDE -> new Expression.Unary(UnaryOperator.COMPLEMENT, operand, position);
            case MdbLexer.MINUS -> new Expression.Unary(UnaryOperator.NEGATE, operand, position);
            case MdbLexer.STAR -> new Expression.Dereference(Verb.VIRTUAL, null, operand, position);
            case MdbLexer.PERCENT -> new Expression.Dereference(Verb.OBJECT, null, operand, position);
            default -> sizedRead(token, operand, position);
        };
    }

    private static Expression sizedRead(Token token, Expression operand, Position position) {
        String text = token.getText();
        if (SIZES.indexOf(text.charAt(2)) < 0) {
            throw new SyntaxFailure("invalid cast -- " + text, token);
        }
        Verb space = text.charAt(0) == '*' ? Verb.VIRTUAL : Verb.OBJECT;
        return new Expression.Dereference(space, text.substring(2, 3), operand, position);
    }

    private Expression primary(MdbParser.PrimaryContext context) {
        Token token = context.getStart();
        Position position = position(token);
        return switch (token.getType()) {
            case MdbLexer.LEFT_PAREN -> expression(context.expression());
            case MdbLexer.DOT -> new Expression.Dot(position);
            case MdbLexer.PLUS -> new Expression.Next(position);
            case MdbLexer.CARET -> new Expression.Previous(position);
            case MdbLexer.AMPERSAND -> new Expression.LastAddress(position);
            case MdbLexer.NUMBER -> new Expression.IntegerLiteral(digits(token.getText()), 0, position);
            case MdbLexer.RADIX_NUMBER -> radixNumber(token.getText(), position);
            case MdbLexer.FLOAT -> new Expression.FloatLiteral(token.getText().substring(2), position);
            case MdbLexer.CHARACTER_CONSTANT -> characterConstant(token, position);
            case MdbLexer.VARIABLE -> new Expression.Variable(token.getText().substring(1), position);
            default -> symbol(token.getText(), position);
        };
    }

    private static Expression radixNumber(String text, Position position) {
        int radix = switch (text.charAt(1)) {
            case 'i', 'I' -> 2;
            case 'o', 'O' -> 8;
            case 't', 'T' -> 10;
            default -> 16;
        };
        return new Expression.IntegerLiteral(digits(text.substring(2)), radix, position);
    }

    private static String digits(String text) {
        return text.indexOf('_') < 0 ? text : text.replace("_", "");
    }

    private static Expression characterConstant(Token token, Position position) {
        byte[] bytes = CEscapes.bytes(unquoted(token.getText()));
        if (bytes.length > Long.BYTES) {
            throw new SyntaxFailure("character constant may not exceed 8 bytes", token);
        }
        long value = 0;
        for (byte b : bytes) {
            value = (value << 8) | (b & 0xff);
        }
        return new Expression.CharConstant(value, position);
    }

    private static Expression symbol(String text, Position position) {
        int backquote = text.lastIndexOf('`');
        return backquote < 0
                ? new Expression.Symbol(null, text, position)
                : new Expression.Symbol(text.substring(0, backquote), text.substring(backquote + 1), position);
    }

    private void countOperator(Token token) {
        if (++operators > MAX_OPERATORS) {
            throw new SyntaxFailure("expression has more than " + MAX_OPERATORS + " operators", token);
        }
    }

    private static BinaryOperator binaryOperator(int type) {
        return switch (type) {
            case MdbLexer.OR -> BinaryOperator.OR;
            case MdbLexer.CARET -> BinaryOperator.XOR;
            case MdbLexer.AMPERSAND -> BinaryOperator.AND;
            case MdbLexer.EQUAL -> BinaryOperator.EQUAL;
            case MdbLexer.NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
            case MdbLexer.SHIFT_LEFT -> BinaryOperator.SHIFT_LEFT;
            case MdbLexer.SHIFT_RIGHT -> BinaryOperator.SHIFT_RIGHT;
            case MdbLexer.PLUS -> BinaryOperator.ADD;
            case MdbLexer.MINUS -> BinaryOperator.SUBTRACT;
            case MdbLexer.STAR -> BinaryOperator.MULTIPLY;
            case MdbLexer.PERCENT -> BinaryOperator.DIVIDE;
            case MdbLexer.HASH -> BinaryOperator.ROUND_UP;
            case MdbLexer.MODULUS -> BinaryOperator.MODULUS;
            default -> throw new IllegalStateException("not an infix operator: token type " + type);
        };
    }

    private static Verb verb(char symbol) {
        return switch (symbol) {
            case '/' -> Verb.VIRTUAL;
            case '?' -> Verb.OBJECT;
            case '\\' -> Verb.PHYSICAL;
            case '@' -> Verb.PHYSICAL_AT;
            default -> Verb.VALUE;
        };
    }

    private static String unquoted(String text) {
        return text.substring(1, text.length() - 1);
    }

    private static Position position(Token token) {
        return SyntaxFailure.positionOf(token);
    }
}
