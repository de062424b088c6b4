package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions: operands, every operator against arithmetic of another kind, precedence, and what each mistake says. */
final class ExpressionTest {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private final FakeTarget target = new FakeTarget(8)
            .number(0x1000, 8, 0x8877665544332211L)
            .symbol("f", 0x1000, 8)
            .symbol("dead", 0x1004, 4)
            .symbol("utsname", 0x2000, 0x200)
            .register("rip", 0x1000)
            .register("rflags", 0x246);
    private final Transcript session = new Transcript(target, new SampleModule());

    private String value(String expression) {
        String text = session.run(expression + "=J").strip();
        return session.errors().isEmpty() ? text : session.errors().strip();
    }

    @Test
    void everyOperatorAgreesWithArithmeticOnBigIntegers() {
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            long a = random.nextLong() >>> random.nextInt(64);
            long b = random.nextLong() >>> random.nextInt(64);
            if (random.nextBoolean()) {
                a = -a;
            }
            BigInteger x = new BigInteger(Long.toUnsignedString(a));
            BigInteger y = new BigInteger(Long.toUnsignedString(b));
            BigInteger signedX = BigInteger.valueOf(a);
            BigInteger signedY = BigInteger.valueOf(b);
            String left = "0x" + x.toString(16);
            String right = "0x" + y.toString(16);
            assertThat(value(left + "+" + right)).isEqualTo(wrap(x.add(y)));
            assertThat(value(left + "-" + right)).isEqualTo(wrap(x.subtract(y)));
            assertThat(value(left + "*" + right)).isEqualTo(wrap(x.multiply(y)));
            assertThat(value(left + "&" + right)).isEqualTo(wrap(x.and(y)));
            assertThat(value(left + "|" + right)).isEqualTo(wrap(x.or(y)));
            assertThat(value(left + "^" + right)).isEqualTo(wrap(x.xor(y)));
            assertThat(value(left + "==" + right)).isEqualTo(x.equals(y) ? "1" : "0");
            assertThat(value(left + "!=" + right)).isEqualTo(x.equals(y) ? "0" : "1");
            assertThat(value(left + "<<" + (i % 70))).isEqualTo(wrap(x.shiftLeft(fromHex(i % 70))));
            assertThat(value(left + ">>" + (i % 70))).isEqualTo(wrap(x.shiftRight(fromHex(i % 70))));
            assertThat(value("~" + left)).isEqualTo(wrap(x.not()));
            assertThat(value("-" + left)).isEqualTo(wrap(x.negate()));
            assertThat(value("#" + left)).isEqualTo(a == 0 ? "1" : "0");
            if (b != 0) {
                assertThat(value(left + "%%" + right)).isEqualTo(wrap(x.mod(y)));
                assertThat(value(left + "%" + right)).isEqualTo(wrap(signedX.divide(signedY)));
            }
        }
    }

    /** The digits of a decimal number read as hexadecimal, as the session reads them. */
    private static int fromHex(int decimal) {
        return Integer.parseInt(Integer.toString(decimal), 16);
    }

    private static String wrap(BigInteger value) {
        return value.mod(TWO_64).toString(16);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
            2+3*4,             e
            (2+3)*4,           14
            10-3-2,            b
            100%4%4,           10
            1<<4+1,            20
            6&3==3,            0
            1|2^3&1,           3
            1|2==2,            1
            8>>1<<2,           10
            2*3%%2,            2
            7%%4*2,            6
            11#8*2,            30
            -1+1,              0
            ~0&ff,             ff
            ~-1,               0
            - -5,              5
            *1000,             8877665544332211
            */c/1001,          22
            */1/1001,          22
            */s/1000,          2211
            */2/1000,          2211
            */i/1004,          88776655
            */4/1004,          88776655
            */l/1000,          8877665544332211
            */8/1000,          8877665544332211
            %/c/1000,          11
            */i/(dead),        88776655
            f,                 1000
            0f,                f
            dead,              1004
            add,               add
            unix`dead,         1004
            utsname+0t257,     2101
            <rip,              1000
            <rflags,           246
            'abcdefgh',        6162636465666768
            0t1.5,             3ff8000000000000
            1_2_3,             123
            """)
    void anExpressionHasItsValue(String expression, String hex) {
        assertThat(value(expression)).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            5%0;                       attempted to divide by zero
            5%%0;                      attempted to divide by zero
            5#0;                       attempted to divide by zero
            8000000000000000%(-1);     divide overflow
            10000000000000000;         specified value exceeds maximum immediate value near "10000000000000000"
            0o18;                      digit '8' is invalid in current base
            0i2;                       digit '2' is invalid in current base
            zzz;                       failed to dereference symbol: unknown symbol name
            unix`zzz;                  failed to dereference symbol: unknown symbol name
            genunix`zzz;               failed to dereference symbol: unknown object file name
            <bar;                      variable 'bar' is not defined
            *1234;                     failed to read from address 1234: no mapping for address: L1 entry not present
            */x/1000;                  invalid cast -- */x/ near "*/x/"
            """)
    void aMistakeIsNamed(String expression, String message) {
        assertThat(value(expression)).startsWith("xmdb: " + message);
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void dotDoesNotWrapFromOneHalfOfTheAddressesToTheOther() {
        session.session().dot(Long.MAX_VALUE);
        session.session().increment(8);
        assertThat(value("+")).isEqualTo("xmdb: '+' would cause '.' to overflow");
        session.session().dot(0);
        session.session().increment(8);
        assertThat(value("^")).isEqualTo("xmdb: '^' would cause '.' to underflow");
    }

    @Test
    void numbersWithoutAPrefixAreInTheSessionsRadix() {
        session.session().radix(10);
        assertThat(value("18")).isEqualTo("12");
        session.session().radix(8);
        assertThat(value("18")).startsWith("xmdb: digit '8' is invalid in current base");
        assertThat(value("0x18")).isEqualTo("18");
        session.session().radix(2);
        assertThat(value("101")).isEqualTo("5");
    }

    @Test
    void aThousandTermsAndDeepParenthesesEndInAValueOrAMessage() {
        assertThat(value("1" + "+1".repeat(900))).isEqualTo("385");
        assertThat(value("(".repeat(900) + "1" + ")".repeat(900))).isEqualTo("1");
        assertThat(value("(".repeat(20000) + "1" + ")".repeat(20000))).startsWith("xmdb: ");
        assertThat(value("~".repeat(20000) + "1")).startsWith("xmdb: ");
    }

    @Test
    void anAssignmentNarrowsOrRefuses() {
        session.run("12345678abcdef99>/i/x");
        assertThat(value("<x")).isEqualTo("abcdef99");
        session.run("12345678abcdef99>/s/x");
        assertThat(value("<x")).isEqualTo("ef99");
        session.run("12345678abcdef99>/l/x");
        assertThat(value("<x")).isEqualTo("12345678abcdef99");
        assertThat(session.errors("5>/z/x")).isEqualTo("xmdb: z is not a valid // modifier\n");
        assertThat(session.errors("5>rip")).isEqualTo("xmdb: variable rip is read-only\n");
        assertThat(session.errors("5>thread")).isEqualTo("xmdb: variable thread is read-only\n");
        var variables = session.session().variables();
        assertThatThrownBy(() -> variables.tag("rip", true)).hasMessage("variable rip is read-only");
        assertThat(session.run("<rip=K")).doesNotContain(" 0 ");
        assertThat(session.errors("5>a(b")).startsWith("xmdb: ").contains("'(' may not be used in a variable name");
        assertThat(session.errors("5>" + "x".repeat(31)))
                .isEqualTo("xmdb: variable names may not exceed 30 characters\n");
        assertThat(session.errors("5>")).contains("Usage: [address]>");
    }

    @Test
    void assigningWithoutAnAddressKeepsDot() {
        session.run("77=X;>here");
        assertThat(value("<here")).isEqualTo("77");
        session.run("88>.");
        assertThat(value(".")).isEqualTo("88");
    }

    @Test
    void variablesAreListedPredefinedOnesFirst() {
        session.run("5>zebra;6>apple");
        var names =
                session.session().variables().all().stream().map(v -> v.name()).toList();
        assertThat(names).startsWith(".", "0", "1", "2", "9").endsWith("rip", "rflags", "zebra", "apple");
        var variables = session.session().variables();
        variables.remove("zebra");
        assertThat(value("<zebra")).isEqualTo("xmdb: variable 'zebra' is not defined");
        assertThatThrownBy(() -> variables.remove("zebra")).hasMessage("variable 'zebra' not defined");
        assertThatThrownBy(() -> variables.remove("hits")).hasMessageContaining("predefined");
    }

    @Test
    void oneDigitIsAllThatFollowsTheVariableSign() {
        assertThat(value("<1a")).startsWith("xmdb: syntax error");
        assertThat(value("0x")).startsWith("xmdb: syntax error");
    }
}
