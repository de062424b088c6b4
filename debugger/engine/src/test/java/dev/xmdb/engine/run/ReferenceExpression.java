package dev.xmdb.engine.run;

import java.math.BigInteger;
import java.util.Map;

/**
 * An expression whose text and value are made here, from the manual's table of operators alone: arithmetic on integers without end, taken
 * modulo 2^64 after every step.
 */
sealed interface ReferenceExpression {
    /** 2^64. */
    BigInteger MODULUS = BigInteger.ONE.shiftLeft(64);

    /** Infix operators with their level, the loosest first. */
    Map<String, Integer> LEVELS = Map.ofEntries(
            Map.entry("|", 0),
            Map.entry("^", 1),
            Map.entry("&", 2),
            Map.entry("==", 3),
            Map.entry("!=", 3),
            Map.entry("<<", 4),
            Map.entry(">>", 4),
            Map.entry("+", 5),
            Map.entry("-", 5),
            Map.entry("*", 6),
            Map.entry("%", 6),
            Map.entry("#", 6),
            Map.entry("%%", 7));

    /** Its text, with parentheses only where another order would be read without them. */
    String text();

    /** How tightly its outermost operator binds. */
    int level();

    /**
     * Its value, from 0 to 2^64 - 1.
     *
     * @throws Undefined when it has none
     */
    BigInteger value() throws Undefined;

    /** There is no value, and the message that says so. */
    final class Undefined extends Exception {
        private static final long serialVersionUID = 1L;

        Undefined(String message) {
            super(message);
        }
    }

    /**
     * A number.
     *
     * @param text as it is written
     * @param value what it is
     */
    record Literal(String text, BigInteger value) implements ReferenceExpression {
        @Override
        public int level() {
            return 9;
        }
    }

    /**
     * A prefix operator.
     *
     * @param operator {@code # ~} or {@code -}
     * @param operand its operand
     */
    record Prefix(String operator, ReferenceExpression operand) implements ReferenceExpression {
        @Override
        public String text() {
            return operator + (operand.level() < level() ? "(" + operand.text() + ")" : operand.text());
        }

        @Override
        public int level() {
            return 8;
        }

        @Override
        public BigInteger value() throws Undefined {
            BigInteger value = operand.value();
            return switch (operator) {
                case "#" -> value.signum() == 0 ? BigInteger.ONE : BigInteger.ZERO;
                case "~" -> value.not().mod(MODULUS);
                default -> value.negate().mod(MODULUS);
            };
        }
    }

    /**
     * An infix operator.
     *
     * @param operator one of {@link #LEVELS}
     * @param left its left operand
     * @param right its right operand
     */
    record Infix(String operator, ReferenceExpression left, ReferenceExpression right) implements ReferenceExpression {
        private static final BigInteger SMALLEST = BigInteger.ONE.shiftLeft(63).negate();

        @Override
        public String text() {
            return (left.level() < level() ? "(" + left.text() + ")" : left.text())
                    + operator
                    + (right.level() <= level() ? "(" + right.text() + ")" : right.text());
        }

        @Override
        public int level() {
            return LEVELS.get(operator);
        }

        @Override
        public BigInteger value() throws Undefined {
            BigInteger a = left.value();
            BigInteger b = right.value();
            return switch (operator) {
                case "|" -> a.or(b);
                case "^" -> a.xor(b);
                case "&" -> a.and(b);
                case "==" -> truth(a.equals(b));
                case "!=" -> truth(!a.equals(b));
                case "<<" ->
                    beyond(b) ? BigInteger.ZERO : a.shiftLeft(b.intValueExact()).mod(MODULUS);
                case ">>" -> beyond(b) ? BigInteger.ZERO : a.shiftRight(b.intValueExact());
                case "+" -> a.add(b).mod(MODULUS);
                case "-" -> a.subtract(b).mod(MODULUS);
                case "*" -> a.multiply(b).mod(MODULUS);
                case "%" -> divide(a, b);
                case "#" ->
                    divide(a.add(b).subtract(BigInteger.ONE).mod(MODULUS), b)
                            .multiply(b)
                            .mod(MODULUS);
                default -> {
                    if (b.signum() == 0) {
                        throw new Undefined("attempted to divide by zero");
                    }
                    yield a.mod(b);
                }
            };
        }

        private static boolean beyond(BigInteger bits) {
            return bits.compareTo(BigInteger.valueOf(63)) > 0;
        }

        private static BigInteger truth(boolean holds) {
            return holds ? BigInteger.ONE : BigInteger.ZERO;
        }

        private static BigInteger divide(BigInteger a, BigInteger b) throws Undefined {
            BigInteger dividend = signed(a);
            BigInteger divisor = signed(b);
            if (divisor.signum() == 0) {
                throw new Undefined("attempted to divide by zero");
            }
            if (dividend.equals(SMALLEST) && divisor.equals(BigInteger.ONE.negate())) {
                throw new Undefined("divide overflow");
            }
            return dividend.divide(divisor).mod(MODULUS);
        }

        private static BigInteger signed(BigInteger value) {
            return value.testBit(63) ? value.subtract(MODULUS) : value;
        }
    }
}
