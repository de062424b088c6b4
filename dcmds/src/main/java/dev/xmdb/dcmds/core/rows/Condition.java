package dev.xmdb.dcmds.core.rows;

import dev.xmdb.dcmds.pattern.ExtendedPattern;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A comparison of a value with a word. The word is read as the value is printed: a quantity's in decimal, an address's as an expression. */
final class Condition {
    private final Invocation in;
    private final Operator operator;
    private final String word;
    private final @Nullable ExtendedPattern pattern;
    private Optional<Long> quantity = Optional.empty();
    private Optional<Long> address = Optional.empty();

    /** How a value and a word compare. */
    enum Operator {
        /** Equal. */
        EQUAL,
        /** Not equal. */
        DIFFERENT,
        /** At most. */
        AT_MOST,
        /** At least. */
        AT_LEAST,
        /** Less. */
        LESS,
        /** More. */
        MORE,
        /** Its text matches a regular expression. */
        MATCHES;

        /** The operator that a word is. */
        static Optional<Operator> of(String sign) {
            return Optional.ofNullable(
                    switch (sign) {
                        case "=", "==" -> EQUAL;
                        case "<>", "!=" -> DIFFERENT;
                        case "<=" -> AT_MOST;
                        case ">=" -> AT_LEAST;
                        case "<" -> LESS;
                        case ">" -> MORE;
                        case "~", "=~" -> MATCHES;
                        default -> null;
                    });
        }

        private boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case DIFFERENT -> order != 0;
                case AT_MOST -> order <= 0;
                case AT_LEAST -> order >= 0;
                case LESS -> order < 0;
                case MORE -> order > 0;
                case MATCHES -> false;
            };
        }
    }

    Condition(Invocation in, Operator operator, String word) {
        this.in = in;
        this.operator = operator;
        this.word = word;
        this.pattern = operator == Operator.MATCHES ? ExtendedPattern.of(word) : null;
    }

    /**
     * Whether it holds for a value. For several values: whether it does for one of them. Never for nothing.
     *
     * @throws DcmdException when the word is no number and must be one
     */
    boolean holds(Value value) {
        if (value instanceof Value.Absent) {
            return false;
        }
        if (value instanceof Value.Many(List<Value> values)) {
            return values.stream().anyMatch(this::holds);
        }
        if (pattern != null) {
            return pattern.find(ValueOrder.text(value));
        }
        return operator.holds(order(value));
    }

    private int order(Value value) {
        return switch (value) {
            case Value.Quantity(long number) -> Long.compare(number, quantity());
            case Value.Unsigned(long number) -> Long.compareUnsigned(number, quantity());
            case Value.Real(double number) -> Double.compare(number, (double) quantity());
            case Value.Address(long number) -> Long.compareUnsigned(number, address());
            case Value.SymbolRef symbol when word.equals(symbol.symbol()) -> 0;
            case Value.SymbolRef symbol -> Long.compareUnsigned(symbol.address(), address());
            case Value.Flags flags when flags.names().contains(word) -> 0;
            case Value.Flags flags -> Long.compareUnsigned(flags.bits(), address());
            case Value.Truth(boolean truth) -> Boolean.compare(truth, truth());
            case Value.Text(String text) -> text.compareTo(word);
            case Value.Many ignored -> 0;
            case Value.Named ignored -> 0;
            case Value.Absent ignored -> 0;
        };
    }

    private long quantity() {
        long number = quantity.orElseGet(() -> word.matches("-?[0-9]{1,18}") ? Long.parseLong(word) : evaluated());
        quantity = Optional.of(number);
        return number;
    }

    private long address() {
        long number = address.orElseGet(this::evaluated);
        address = Optional.of(number);
        return number;
    }

    private long evaluated() {
        return in.session().evaluate(word, in.address());
    }

    private boolean truth() {
        return switch (word) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new DcmdException(word + " is neither true nor false");
        };
    }
}
