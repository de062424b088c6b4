package dev.xmdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.dfa.DFA;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTextTest {

    private static final String ALPHABET =
            "0123456789abcdefxXit_.`+-*/%#~^&|<>=!,()[]$:;?@\\'\" \t\r\n{}KDnvwWZlLM\u0000\u001b\u007f\u00e9\u202e\ud83d\ude00\uffff";
    private static final String[] PIECES = {
        "$[",
        "]",
        "::x ",
        "::genunix`ps",
        "$<",
        "$<<",
        ">/c/",
        "*/c/",
        "%/q/",
        "0x",
        "0t1.5",
        "'a'",
        "\"a\"",
        "//",
        "%%",
        "!=",
        "==",
        "<<",
        ">>",
        "<a",
        "/X",
        "/W 1",
        "=D",
        "|",
        "!",
        "\n",
        ";",
        "(",
        ")",
        ",",
        "1",
        ".",
        "a`b",
        " ",
        "\\",
        "@"
    };

    @Test
    void randomCharactersEndInStatementsOrAnError() {
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            survives(text.toString());
        }
    }

    @Test
    void randomPiecesEndInStatementsOrAnError() {
        randomPieces(8, 20_000).forEach(HostileTextTest::survives);
    }

    private static void survives(String text) {
        ParsedInput input = CommandParser.parse(text);
        for (Statement statement : input.statements()) {
            // What was understood can be said again.
            assertThat(Trees.shape(CommandParser.parse(CommandText.of(statement) + "\n")
                            .statements()))
                    .as(text)
                    .isEqualTo(Trees.shape(List.of(statement)));
        }
        input.error().ifPresent(error -> {
            assertThat(error.message()).as(text).isNotBlank().hasSizeLessThan(200);
            assertThat(text).contains(error.token());
            assertThat(error.position().line()).as(text).isPositive();
        });
        int end = 0;
        for (Span span : CommandParser.spans(text)) {
            assertThat(span.start()).as(text).isGreaterThanOrEqualTo(end);
            assertThat(span.end()).as(text).isGreaterThan(span.start()).isLessThanOrEqualTo(text.length());
            end = span.end();
        }
        for (int cursor : new int[] {text.length() / 3, text.length() / 2, text.length()}) {
            assertThat(CommandParser.wordAt(text, cursor).start()).as(text).isBetween(0, cursor);
        }
    }

    @Test
    void deepNestingIsRefused() {
        for (String text : List.of("(".repeat(100_000) + "1" + ")".repeat(100_000), "::x $[" + "(".repeat(100_000))) {
            assertThat(Trees.error(text).message()).isEqualTo("expression is nested too deeply");
        }
        assertThat(Trees.error("1=X;" + "(-".repeat(900) + "(".repeat(101)).message())
                .isEqualTo("expression is nested too deeply");
    }

    @Test
    void nestingWithinTheBoundIsRead() {
        assertThat(Trees.expression("(".repeat(1000) + "1" + ")".repeat(1000)))
                .isInstanceOf(Expression.IntegerLiteral.class);
    }

    @Test
    void nestingIsReadOnASmallStack() throws InterruptedException {
        var parsed = new ArrayList<ParsedInput>();
        var thread = new Thread(
                null,
                () -> parsed.add(CommandParser.parse("(".repeat(1000) + "1" + ")".repeat(1000))),
                "small",
                1 << 16);
        thread.start();
        thread.join();
        assertThat(parsed).hasSize(1);
    }

    @Test
    void endlessOperatorsAreRefused() {
        String tooMany = "expression has more than 1000 operators";
        assertThat(Trees.error("-".repeat(1001) + "1").message()).isEqualTo(tooMany);
        assertThat(Trees.error("1+".repeat(1001) + "1").message()).isEqualTo(tooMany);
        assertThat(Trees.error("(1+".repeat(600) + "1" + "+1)".repeat(600)).message())
                .isEqualTo(tooMany);
        assertThat(Trees.expression("1+".repeat(1000) + "1")).isInstanceOf(Expression.Binary.class);
        assertThat(Trees.arguments("::x" + " $[1+1]".repeat(2000))).hasSize(2000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "1+", "/X", "/1X", "::x a ", "::x $[1]", "1|", "::x|", "(1)+", "=$[1]X"})
    void aStatementWithoutEndIsRefused(String piece) {
        assertThat(CommandParser.parse(piece.repeat(1_000_000 / piece.length())).error())
                .isPresent();
    }

    @Test
    void aStatementOfTooManyWordsIsRefused() {
        assertThat(Trees.error("::x" + " a".repeat(500_000)).message()).isEqualTo("statement is too long");
        assertThat(Trees.error("/" + "X".repeat(500_000)).message()).isEqualTo("statement is too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::x ", "!", "// ", "", "<", "0x"})
    void aWordOfAMegabyteIsOneWord(String before) {
        assertThat(CommandParser.parse(before + "a".repeat(1 << 20)).statements())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "::x '", "::x \"", "/\"", "::x a\""})
    void anOpenQuoteOfAMegabyteIsAnError(String before) {
        assertThat(Trees.error(before + "\u00e9\\".repeat(1 << 19)).message()).endsWith("unmatched");
    }

    @Test
    void aMillionStatementsAreRead() {
        assertThat(CommandParser.parse(";".repeat(1_000_000)).statements()).hasSize(1_000_000);
    }

    @Test
    void nulsAndLoneSurrogatesAreCharactersLikeOthers() {
        assertThat(Trees.error("\u0000").token()).isEqualTo("\u0000");
        assertThat(Trees.words("::x \u0000 \ud83d \ude00\ud83d")).containsExactly("\u0000", "\ud83d", "\ude00\ud83d");
        assertThat(Trees.error("'" + "\ud83d".repeat(9) + "'").message())
                .isEqualTo("character constant may not exceed 8 bytes");
    }

    @Test
    void threadsDoNotDisturbEachOther() throws InterruptedException {
        List<String> texts = randomPieces(9, 1000);
        List<String> alone = shapes(texts);
        var together = new ConcurrentLinkedQueue<List<String>>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> together.add(shapes(texts))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(together).hasSize(4).allSatisfy(shapes -> assertThat(shapes).isEqualTo(alone));
    }

    /** One token of lookahead decides everything, so no text can make the parser try alternatives. */
    @Test
    void theGrammarNeverPredicts() {
        shapes(randomPieces(10, 2000));
        assertThat(Trees.statements("1,2/X\"a\"2x;,3::x $[1] a ! y\n(1+*/c/+)>/c/v;!x;$|/L 1;3;1,2!z"))
                .hasSize(7);
        var parser = new MdbParser(new CommonTokenStream(CommandParser.lexer("")));
        for (DFA dfa : parser.getInterpreter().decisionToDFA) {
            assertThat(dfa.states).as("decision %d", dfa.decision).isEmpty();
        }
    }

    private static List<String> shapes(List<String> texts) {
        return texts.stream()
                .map(text -> Trees.shape(CommandParser.parse(text)))
                .toList();
    }

    private static List<String> randomPieces(long seed, int texts) {
        var random = new Random(seed);
        var made = new ArrayList<String>();
        for (int round = 0; round < texts; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(16); i > 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            made.add(text.toString());
        }
        return made;
    }
}
