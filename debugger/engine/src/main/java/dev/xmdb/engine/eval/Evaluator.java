package dev.xmdb.engine.eval;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.grammar.Expression;
import dev.xmdb.grammar.Expression.BinaryOperator;
import dev.xmdb.grammar.Position;
import dev.xmdb.target.Target;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbols;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions; all arithmetic wraps at 64 bits. */
public final class Evaluator {
    private final EvaluationContext context;

    /** Evaluates in a context, which is consulted anew for every operand. */
    public Evaluator(EvaluationContext context) {
        this.context = context;
    }

    /**
     * The value of an expression.
     *
     * @throws InvalidExpressionException when it is written wrongly
     * @throws DcmdException when it has no value
     */
    public long evaluate(Expression expression) {
        return switch (expression) {
            case Expression.Dot ignored -> context.dot();
            case Expression.Next ignored -> next("+");
            case Expression.Previous ignored -> previous();
            case Expression.LastAddress ignored -> context.lastAddress();
            case Expression.IntegerLiteral literal -> integer(literal);
            case Expression.FloatLiteral literal -> floating(literal);
            case Expression.Symbol symbol -> symbol(symbol);
            case Expression.CharConstant constant -> constant.value();
            case Expression.Variable variable -> variable(variable.name());
            case Expression.Unary unary -> unary(unary);
            case Expression.Dereference read -> read(read);
            case Expression.Binary binary -> binary(binary);
        };
    }

    /**
     * Dot plus the increment.
     *
     * @param operator what asks for it, for the message
     * @throws DcmdException when the sum crosses the middle of the address range
     */
    public long next(String operator) {
        return moved(context.dot() + context.increment(), operator, "overflow");
    }

    private long previous() {
        return moved(context.dot() - context.increment(), "^", "underflow");
    }

    private long moved(long moved, String operator, String what) {
        if ((moved ^ context.dot()) < 0) {
            throw new DcmdException("'" + operator + "' would cause '.' to " + what);
        }
        return moved;
    }

    private long integer(Expression.IntegerLiteral literal) {
        int radix = literal.radix() == 0 ? context.radix() : literal.radix();
        return number(literal.digits(), radix, literal.position());
    }

    private static long number(String digits, int radix, Position position) {
        try {
            return Numbers.digits(digits, radix);
        } catch (DcmdException e) {
            throw new InvalidExpressionException(String.valueOf(e.getMessage()), digits, position);
        }
    }

    private static long floating(Expression.FloatLiteral literal) {
        try {
            return Double.doubleToRawLongBits(Double.parseDouble(literal.text()));
        } catch (NumberFormatException e) {
            throw new InvalidExpressionException("invalid floating-point constant", literal.text(), literal.position());
        }
    }

    private long symbol(Expression.Symbol symbol) {
        Symbols symbols = context.symbols();
        String object = symbol.object();
        if (object != null) {
            Optional<OptionalLong> found = symbols.valueOf(object, symbol.name());
            if (found.isEmpty()) {
                throw unresolved(symbol, "unknown object file name");
            }
            return found.get().orElseThrow(() -> unresolved(symbol, "unknown symbol name"));
        }
        OptionalLong value = symbols.valueOf(symbol.name());
        if (value.isPresent()) {
            return value.getAsLong();
        }
        if (looksLikeNumber(symbol.name())) {
            return number(symbol.name(), context.radix(), symbol.position());
        }
        throw unresolved(symbol, "unknown symbol name");
    }

    private DcmdException unresolved(Expression.Symbol symbol, String reason) {
        return DcmdException.hopeless("failed to dereference symbol: " + reason, () -> context.nearSymbol(symbol));
    }

    private static boolean looksLikeNumber(String name) {
        return name.charAt(0) != '_'
                && name.chars().allMatch(c -> c == '_' || (c < 0x80 && Character.digit(c, 16) >= 0));
    }

    private long variable(String name) {
        return context.variables()
                .value(name)
                .orElseThrow(() -> DcmdException.hopeless(
                        "variable '" + name + "' is not defined", () -> context.nearVariable(name)));
    }

    private long unary(Expression.Unary unary) {
        long operand = evaluate(unary.operand());
        return switch (unary.operator()) {
            case LOGICAL_NOT -> operand == 0 ? 1 : 0;
            case COMPLEMENT -> ~operand;
            case NEGATE -> -operand;
        };
    }

    private long read(Expression.Dereference read) {
        int size = size(read);
        long address = evaluate(read.operand());
        Target target = context.target()
                .orElseThrow(() -> new DcmdException("failed to read from address " + Long.toHexString(address)
                        + ": no mapping for address: no image is open"));
        AddressSpace space = target.virtual();
        long at = target.wordSize() == 4 ? address & 0xffff_ffffL : address;
        try {
            return switch (size) {
                case 1 -> space.readByte(at);
                case 2 -> space.readShort(at);
                case 4 -> Integer.toUnsignedLong(space.readInt(at));
                default -> space.readLong(at);
            };
        } catch (MemoryFaultException e) {
            throw new DcmdException(
                    "failed to read from address " + Long.toHexString(at) + ": no mapping for address: " + e.reason());
        }
    }

    private int size(Expression.Dereference read) {
        int word = context.target().map(Target::wordSize).orElse(8);
        @Nullable String cast = read.cast();
        if (cast == null) {
            return word;
        }
        return switch (cast) {
            case "c", "1" -> 1;
            case "s", "2" -> 2;
            case "i", "4" -> 4;
            case "l" -> word;
            case "8" -> 8;
            default -> {
                String token = (read.space().symbol() == '?' ? "%" : "*") + "/" + cast + "/";
                throw new InvalidExpressionException("invalid cast -- " + token, token, read.position());
            }
        };
    }

    private long binary(Expression.Binary root) {
        // A long sum is a deep tree on its left side, which is walked without recursion.
        var spine = new ArrayDeque<Expression.Binary>();
        Expression leftmost = root;
        while (leftmost instanceof Expression.Binary binary) {
            spine.push(binary);
            leftmost = binary.left();
        }
        long value = evaluate(leftmost);
        for (Expression.Binary binary : spine) {
            value = apply(binary.operator(), value, evaluate(binary.right()));
        }
        return value;
    }

    /**
     * Applies an infix operator.
     *
     * @throws DcmdException for a division by zero or one that overflows
     */
    static long apply(BinaryOperator operator, long left, long right) {
        return switch (operator) {
            case OR -> left | right;
            case XOR -> left ^ right;
            case AND -> left & right;
            case EQUAL -> left == right ? 1 : 0;
            case NOT_EQUAL -> left != right ? 1 : 0;
            case SHIFT_LEFT -> Long.compareUnsigned(right, 63) > 0 ? 0 : left << right;
            case SHIFT_RIGHT -> Long.compareUnsigned(right, 63) > 0 ? 0 : left >>> right;
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> divide(left, right);
            case ROUND_UP -> divide(left + (right - 1), right) * right;
            case MODULUS -> {
                checkDivisor(right);
                yield Long.remainderUnsigned(left, right);
            }
        };
    }

    private static long divide(long left, long right) {
        checkDivisor(right);
        if (left == Long.MIN_VALUE && right == -1) {
            throw new DcmdException("divide overflow");
        }
        return left / right;
    }

    private static void checkDivisor(long divisor) {
        if (divisor == 0) {
            throw new DcmdException("attempted to divide by zero");
        }
    }
}
