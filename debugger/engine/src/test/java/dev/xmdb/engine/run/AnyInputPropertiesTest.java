package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is typed, a session prints something or says what is wrong, and goes on. */
class AnyInputPropertiesTest {
    private static final String SEED = "20261121";
    private static final int DEEP = 100_000;
    private static final String[] PIECES = {
        "10",
        "0t10",
        "7000",
        ".",
        "+",
        "^",
        "&",
        "*",
        "%",
        "%%",
        "#",
        "~",
        "-",
        "==",
        "!=",
        "<<",
        ">>",
        "|",
        "(",
        ")",
        ",",
        "=X",
        "/X",
        "/s",
        "/10K",
        "/i",
        "?x",
        "@X",
        "\\X",
        "/W 1",
        "/L 5 ff",
        "=D",
        "=n",
        "=z",
        "=\"text\"",
        "::upto 3",
        "::run ",
        "::first 2",
        "::nosuch",
        "$[",
        "]",
        "'a'",
        "\"",
        "'",
        ">v",
        ">/c/v",
        "<v",
        "<9",
        "cpu_list",
        "cpu_list`x",
        "// x",
        ";",
        "\n",
        "!ls",
        "$<m",
        " ",
        "\u00e9",
        "\u0000"
    };

    @Property(tries = 2500, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void anyInputEndsInOutputOrAMessage(@ForAll("input") String input) {
        var session = new Transcript(target(), new SampleModule());
        session.run(input);
        if (!session.outcome().succeeded()) {
            assertThat(session.errors()).as(input).isNotBlank();
        }
        assertThat(session.errors()).as(input).doesNotContain("Exception", "StackOverflow", "internal", "unexpected");
        if (!session.outcome().quit()) {
            assertThat(session.run("0t7=D").strip()).as(input).endsWith("7");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "-",
                "~",
                "#",
                "*",
                "%/c/",
                "*/i/(",
                "1+(",
                "1-",
                "$[",
                "=$[",
                "::run $[",
                "1,",
                "|::run 1",
                ";",
                "'"
            })
    void nestingWithoutEndIsAMessageAtOnce(String piece) {
        var session = new Transcript(target(), new SampleModule());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            session.run(piece.repeat(DEEP) + "\n" + piece.repeat(DEEP) + "1" + ")".repeat(DEEP) + "=X\n");
            assertThat(session.errors()).doesNotContain("Exception", "StackOverflow");
        });
    }

    private static FakeTarget target() {
        return new FakeTarget(8).zeros(0x7000, 64).number(0x7000, 8, 0x7008).symbol("cpu_list", 0x7000, 8);
    }

    @Provide
    Arbitrary<String> input() {
        Arbitrary<String> pieces = Arbitraries.of(PIECES).list().ofMaxSize(16).map(list -> String.join("", list));
        return Arbitraries.frequencyOf(
                Tuple.of(4, pieces),
                Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(60)),
                Tuple.of(1, Arbitraries.strings().all().ofMaxLength(30)));
    }
}
