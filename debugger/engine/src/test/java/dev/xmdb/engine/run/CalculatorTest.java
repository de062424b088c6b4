package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session without an image calculates. */
final class CalculatorTest {
    private final Transcript session = new Transcript(null);

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            10=D,            16
            0t10=X,          a
            0i1011=X,        b
            0o17=X,          f
            1_0000=D,        65536
            'a'=X,           61
            'ab'=X,          6162
            ''=X,            0
            7%2=D,           3
            7%%2=D,          1
            11#8=X,          18
            #0=D,            1
            #5=D,            0
            ~0=J,            ffffffffffffffff
            -1=E,            18446744073709551615
            2+3*4=D,         14
            (2+3)*4=D,       20
            1<<4+1=D,        32
            6&3==3=D,        0
            1|2^3&1=D,       3
            f=X,             f
            0f=X,            f
            dead=X,          dead
            0t258=X,         102
            """)
    void anExpressionIsPrintedInTheFormatAskedFor(String command, String value) {
        assertThat(session.run(command).strip()).isEqualTo(value);
        assertThat(session.errors()).isEmpty();
        assertThat(session.outcome()).isEqualTo(new Outcome(true, false));
    }

    @Test
    void theValueStandsInItsColumnsBehindTheMargin() {
        assertThat(session.run("0t258=X")).isEqualTo(" ".repeat(16) + "102" + " ".repeat(13) + "\n");
    }

    @Test
    void aNumberStaysInItsVariable() {
        assertThat(session.run("5>foo;<foo=X").strip()).isEqualTo("5");
        assertThat(session.run("1234>/c/x;<x=X").strip()).isEqualTo("34");
    }
}
