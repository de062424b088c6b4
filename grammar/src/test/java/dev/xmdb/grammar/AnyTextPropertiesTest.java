package dev.xmdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text is statements, or an error that says where: never an exception, never a wait. */
class AnyTextPropertiesTest {
    private static final String SEED = "20261121";
    private static final int DEEP = 100_000;

    @Property(tries = 2000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void anyTextIsReadOrHasAnErrorThatLiesInIt(@ForAll("anything") String text) {
        ParsedInput read = CommandParser.parse(text);
        read.error().ifPresent(error -> {
            assertThat(error.message()).isNotBlank();
            assertThat(error.position().line()).isBetween(1, lines(text));
            assertThat(error.position().column()).isBetween(0, text.length());
        });
        int line = 1;
        for (Statement statement : read.statements()) {
            assertThat(statement.position().line()).isBetween(line, lines(text));
            line = statement.position().line();
        }
    }

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theSpansOfAnyTextStandInOrderWithinIt(@ForAll("anything") String text) {
        int end = 0;
        for (Span span : CommandParser.spans(text)) {
            assertThat(span.start()).isGreaterThanOrEqualTo(end).isLessThan(span.end());
            end = span.end();
        }
        assertThat(end).isLessThanOrEqualTo(text.length());
    }

    @Property(tries = 400, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void everyPlaceOfAnyTextHasAWord(@ForAll("anything") String text) {
        for (int cursor = 0; cursor <= text.length(); cursor++) {
            assertThat(CommandParser.wordAt(text, cursor)).isNotNull();
        }
    }

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void anyTextIsADeclarationOrHasAnError(@ForAll("declarations") String text) {
        switch (CDeclarationReader.read(text)) {
            case CDeclarationReader.Declared declared ->
                assertThat(declared.declaration()).isNotNull();
            case CDeclarationReader.Wrong wrong ->
                assertThat(wrong.error().message()).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(", "-", "~", "#", "*", "%/c/", "$[", "::x $[", "=$[", "1,", "1+(", "'", "\"", "<", "|", "((-", "*/i/("
            })
    void nestingWithoutEndIsAnErrorAtOnce(String piece) {
        String deep = piece.repeat(DEEP);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(CommandParser.parse(deep).error()).isPresent();
            assertThat(CommandParser.parse(deep + "1" + ")".repeat(DEEP) + "=X").error())
                    .isPresent();
            CommandParser.spans(deep);
            CommandParser.wordAt(deep, deep.length());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "struct {",
                "int (*",
                "int (",
                "int *",
                "int a[1]",
                "struct a { struct b ",
                "enum {",
                "int f(int ",
                "union { int a; "
            })
    void declarationsWithoutEndAreErrorsAtOnce(String piece) {
        for (int times : new int[] {50, 500, DEEP}) {
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThat(CDeclarationReader.read(piece.repeat(times)))
                            .isNotNull());
        }
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count() + 1;
    }

    @Provide
    Arbitrary<String> anything() {
        return TextArbitraries.anything();
    }

    @Provide
    Arbitrary<String> declarations() {
        Arbitrary<String> correct = Arbitraries.of(
                "struct list { struct list *next; int values[4]; }",
                "typedef unsigned long long u64;",
                "union u { char c[8]; struct { int a : 3; int : 0; unsigned b; } s; void (*f)(int, char *); };",
                "enum color { RED, GREEN = 0x10, BLUE = -1 }",
                "int (*(*table[3])(void))[5]",
                "struct proc *");
        return Arbitraries.oneOf(TextArbitraries.spoiled(correct), TextArbitraries.anything());
    }
}
