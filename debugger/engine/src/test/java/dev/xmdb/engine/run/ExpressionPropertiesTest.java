package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.engine.DcmdException;
import java.math.BigInteger;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any expression has the value that an evaluator of another kind gives it. */
class ExpressionPropertiesTest {
    private static final String SEED = "20261121";

    private final Transcript session = new Transcript(null);

    @Property(tries = 2500, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void anExpressionHasTheValueOfTheReference(@ForAll("expressions") ReferenceExpression expression) {
        String text = expression.text();
        assertThat(ours(text)).as(text).isEqualTo(reference(expression));
    }

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void blanksAndFurtherParenthesesChangeNothing(@ForAll("expressions") ReferenceExpression expression) {
        String text = expression.text();
        String wide = " ( ( " + text.replace("(", " ( ").replace(")", " ) ") + " ) ) ";
        assertThat(ours(wide)).as(text).isEqualTo(reference(expression));
    }

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void whatIsPrintedIsTheValue(@ForAll("expressions") ReferenceExpression expression) {
        String told = session.run(expression.text() + "=J").strip();
        try {
            assertThat(told).isEqualTo(expression.value().toString(16));
            assertThat(session.errors()).isEmpty();
        } catch (ReferenceExpression.Undefined undefined) {
            assertThat(told).isEmpty();
            assertThat(session.errors()).startsWith("xmdb: " + undefined.getMessage());
        }
    }

    private String ours(String text) {
        try {
            return Long.toUnsignedString(session.session().evaluate(text, 0));
        } catch (DcmdException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String reference(ReferenceExpression expression) {
        try {
            return expression.value().toString();
        } catch (ReferenceExpression.Undefined undefined) {
            return String.valueOf(undefined.getMessage());
        }
    }

    @Provide
    Arbitrary<ReferenceExpression> expressions() {
        return Arbitraries.recursive(ExpressionPropertiesTest::numbers, ExpressionPropertiesTest::above, 0, 6);
    }

    private static Arbitrary<ReferenceExpression> above(Arbitrary<ReferenceExpression> operands) {
        Arbitrary<ReferenceExpression> prefix =
                Combinators.combine(Arbitraries.of("#", "~", "-"), operands).as(ReferenceExpression.Prefix::new);
        Arbitrary<String> operators = Arbitraries.of(
                ReferenceExpression.LEVELS.keySet().stream().sorted().toList());
        Arbitrary<ReferenceExpression> right = Combinators.combine(
                        operators, operands, Arbitraries.oneOf(numbers(), operands))
                .as(ReferenceExpression.Infix::new);
        Arbitrary<ReferenceExpression> left =
                Combinators.combine(operators, numbers(), operands).as(ReferenceExpression.Infix::new);
        return Arbitraries.frequencyOf(Tuple.of(1, prefix), Tuple.of(3, right), Tuple.of(2, left));
    }

    /** Small numbers, and those about which overflows turn, in every notation. */
    private static Arbitrary<ReferenceExpression> numbers() {
        Arbitrary<Long> values = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().between(0, 70)),
                Tuple.of(2, Arbitraries.longs()),
                Tuple.of(
                        2,
                        Arbitraries.of(
                                -1L,
                                Long.MIN_VALUE,
                                Long.MAX_VALUE,
                                Long.MIN_VALUE + 1,
                                1L << 32,
                                (1L << 32) - 1,
                                63L,
                                64L,
                                0L)));
        return Combinators.combine(values, Arbitraries.of("", "0x", "0X", "0t", "0o", "0i", "'"))
                .as(ExpressionPropertiesTest::number);
    }

    private static ReferenceExpression number(long value, String notation) {
        BigInteger number = new BigInteger(Long.toUnsignedString(value));
        String text = switch (notation) {
            case "0x" -> "0x" + number.toString(16);
            case "0X" -> "0X" + number.toString(16).toUpperCase(Locale.ROOT);
            case "0t" -> "0t" + number;
            case "0o" -> "0o" + number.toString(8);
            case "0i" -> "0i" + number.toString(2);
            default -> "0" + number.toString(16);
        };
        return new ReferenceExpression.Literal(text, number);
    }
}
