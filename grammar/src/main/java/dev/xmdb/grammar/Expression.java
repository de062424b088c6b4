package dev.xmdb.grammar;

import org.jspecify.annotations.Nullable;

/** An expression, unevaluated. Values are unsigned 64-bit. */
public sealed interface Expression {

    /** Where it begins. */
    Position position();

    /** {@code .} */
    record Dot(Position position) implements Expression {}

    /** {@code +} as an operand: dot plus the last increment. */
    record Next(Position position) implements Expression {}

    /** {@code ^} as an operand: dot less the last increment. */
    record Previous(Position position) implements Expression {}

    /** {@code &} as an operand: the address most recently used. */
    record LastAddress(Position position) implements Expression {}

    /**
     * A number with its radix prefix, or digits without one that begin with a decimal digit.
     *
     * @param digits the digits, underscores removed, prefix removed; a digit may be too big for the radix, which evaluation checks
     * @param radix 2, 8, 10 or 16 when a prefix says so; 0 for the session's radix
     * @param position where it begins
     */
    record IntegerLiteral(String digits, int radix, Position position) implements Expression {}

    /**
     * {@code 0tD.D}: a decimal floating literal, whose value is the bit pattern of the double.
     *
     * @param text digits, point, digits
     * @param position where it begins
     */
    record FloatLiteral(String text, Position position) implements Expression {}

    /**
     * A symbol; one made only of the letters a to f, digits and underscores may prove to be a number instead.
     *
     * @param object text before the last backquote, when there is one
     * @param name the symbol
     * @param position where it begins
     */
    record Symbol(@Nullable String object, String name, Position position) implements Expression {}

    /**
     * A character constant.
     *
     * @param value its bytes, the first one the most significant
     * @param position where it begins
     */
    record CharConstant(long value, Position position) implements Expression {}

    /**
     * {@code <name}.
     *
     * @param name the variable
     * @param position where it begins
     */
    record Variable(String name, Position position) implements Expression {}

    /**
     * A prefix operator.
     *
     * @param operator which
     * @param operand its operand
     * @param position where it begins
     */
    record Unary(UnaryOperator operator, Expression operand, Position position) implements Expression {}

    /**
     * A read: {@code *e}, {@code *}{@code /c/e}, {@code %e}, {@code %/c/e}.
     *
     * @param space {@link Verb#VIRTUAL} for {@code *}, {@link Verb#OBJECT} for {@code %}
     * @param cast the letter or digit between the slashes: c or 1, s or 2, i or 4, l (the guest's long), 8; null reads a pointer
     * @param operand the address
     * @param position where it begins
     */
    record Dereference(Verb space, @Nullable String cast, Expression operand, Position position)
            implements Expression {}

    /**
     * An infix operator.
     *
     * @param operator which
     * @param left left operand
     * @param right right operand
     * @param position where it begins
     */
    record Binary(BinaryOperator operator, Expression left, Expression right, Position position)
            implements Expression {}

    /** The prefix operators. */
    enum UnaryOperator {
        /** {@code #e}: 1 when e is 0, else 0. */
        LOGICAL_NOT("#"),
        /** {@code ~e}. */
        COMPLEMENT("~"),
        /** {@code -e}. */
        NEGATE("-");

        private final String symbol;

        UnaryOperator(String symbol) {
            this.symbol = symbol;
        }

        /** What is typed. */
        public String symbol() {
            return symbol;
        }
    }

    /** The infix operators, lowest precedence first; all associate to the left. */
    enum BinaryOperator {
        /** {@code |}. */
        OR("|", 0),
        /** {@code ^}. */
        XOR("^", 1),
        /** {@code &}. */
        AND("&", 2),
        /** {@code ==}. */
        EQUAL("==", 3),
        /** {@code !=}. */
        NOT_EQUAL("!=", 3),
        /** {@code <<}. */
        SHIFT_LEFT("<<", 4),
        /** {@code >>}, logical. */
        SHIFT_RIGHT(">>", 4),
        /** {@code +}. */
        ADD("+", 5),
        /** {@code -}. */
        SUBTRACT("-", 5),
        /** {@code *}. */
        MULTIPLY("*", 6),
        /** {@code %}: signed integer division. */
        DIVIDE("%", 6),
        /** {@code #}: the left operand rounded up to a multiple of the right one. */
        ROUND_UP("#", 6),
        /** {@code %%}: unsigned remainder. */
        MODULUS("%%", 7);

        private final String symbol;
        private final int precedence;

        BinaryOperator(String symbol, int precedence) {
            this.symbol = symbol;
            this.precedence = precedence;
        }

        /** What is typed. */
        public String symbol() {
            return symbol;
        }

        /** Higher binds tighter. */
        public int precedence() {
            return precedence;
        }
    }
}
