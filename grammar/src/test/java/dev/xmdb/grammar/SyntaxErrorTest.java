package dev.xmdb.grammar;

import static dev.xmdb.grammar.Trees.error;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxErrorTest {

    private static final String AFTER_ADDRESS = "dcmd, end of statement, format verb, operator, \",\" or \">\"";
    private static final String AT_START = "dcmd, end of statement, expression, format verb, \"!\", \",\" or \">\"";
    private static final String OPERAND =
            "character constant, number, prefix operator, symbol," + " variable, \"&\", \"(\", \"+\", …";

    @Test
    void statementsBeforeTheErrorAreKept() {
        ParsedInput input = CommandParser.parse("1=X;)");
        assertThat(input.statements()).hasSize(1);
        assertThat(input.error()).contains(new SyntaxError("syntax error", AT_START, ")", new Position(1, 4)));
    }

    @Test
    void nothingAfterTheErrorIsLookedAt() {
        ParsedInput input = CommandParser.parse("1=X\n2 2\n'open\n3=X");
        assertThat(input.statements()).hasSize(1);
        assertThat(input.error()).contains(new SyntaxError("syntax error", AFTER_ADDRESS, "2", new Position(2, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2", "12zz", "1(", "1 'a'", "1 ! x", "1 ]", "<1a"})
    void afterAnAddress(String text) {
        assertThat(error(text).expected()).isEqualTo(AFTER_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {")", "]", "|", "`", "[", "{", "\"x\"", "==", "%%1", ":", "::", "\u00e9", "<"})
    void atTheStart(String text) {
        assertThat(error(text).expected()).isEqualTo(AT_START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1+", "1%%", "(", "-", "1,", ",", "1|::x", "*/c/", "::x $[", "1 == ;", "1 - )"})
    void whereAnOperandIsMissing(String text) {
        boolean open = text.equals("::x $[");
        assertThat(error(text).expected()).isEqualTo(open ? "" : OPERAND);
        assertThat(error(text).message()).isEqualTo(open ? "syntax error: $[ unmatched" : "syntax error");
    }

    @Test
    void insideParenthesesAndBrackets() {
        assertThat(error("(1").expected()).isEqualTo("operator or \")\"");
        assertThat(error("(1]").expected()).isEqualTo("operator or \")\"");
        assertThat(error("::x $[1)]").expected()).isEqualTo("operator or \"]\"");
    }

    @Test
    void afterADcmd() {
        assertThat(error("::x $y").expected()).isEqualTo("argument, end of statement, \"!\", \"$[\" or \"|\"");
        assertThat(error("::x $y").token()).isEqualTo("$");
        assertThat(error("$ x").expected()).isEqualTo("end of statement, \"!\" or \"|\"");
    }

    @Test
    void afterAPipe() {
        assertThat(error("::x |").expected()).isEqualTo("dcmd, format verb or \">\"");
        assertThat(error("::x | ! y").token()).isEqualTo("!");
        assertThat(error("::x | 5").token()).isEqualTo("5");
    }

    @Test
    void inAFormat() {
        assertThat(error("/3").expected()).isEqualTo("format character");
        assertThat(error("/3\"a\"").expected()).isEqualTo("format character");
        assertThat(error("/X'a'").expected())
                .isEqualTo("end of statement, format character, repeat count, string," + " \"!\", \"$[\" or \"|\"");
        assertThat(error("/99999999999X").message()).isEqualTo("repeat count exceeds 2147483647");
    }

    @Test
    void theEndOfTheTextIsAnEmptyToken() {
        assertThat(error("1+")).isEqualTo(new SyntaxError("syntax error", OPERAND, "", new Position(1, 2)));
        assertThat(error("1+\n").token()).isEqualTo("\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "'abc, syntax error: ' unmatched, 'abc",
                "1+'a\\, syntax error: ' unmatched, 'a\\",
                "::x $['a], syntax error: ' unmatched, 'a]",
                "::x 'abc, syntax error: ' unmatched, 'abc",
                "::x ab\"cd, syntax error: \" unmatched, \"cd",
                "/X\"ab\\\", syntax error: \" unmatched, \"ab\\\"",
                "::x $[1, syntax error: $[ unmatched, ``",
                "::x $[1;2], syntax error: $[ unmatched, ;",
                "/$[1;, syntax error: $[ unmatched, ;",
                "'123456789'=X, character constant may not exceed 8 bytes, '123456789'",
                "*/x/., invalid cast -- */x/, */x/",
                "%/9/., invalid cast -- %/9/, %/9/",
                "\"abc, syntax error: \" unmatched, \"abc",
                "1 \"abc\\, syntax error: \" unmatched, \"abc\\",
                "::x $[\"a], syntax error: \" unmatched, \"a]"
            })
    void errorsWithWordsOfTheirOwn(String text, String message, String token) {
        assertThat(error(text).message()).isEqualTo(message);
        assertThat(error(text).expected()).isEmpty();
        assertThat(error(text).token()).isEqualTo(token);
    }

    @Test
    void quotesEndWithTheirLine() {
        assertThat(error("'a\nb'").message()).isEqualTo("syntax error: ' unmatched");
        assertThat(error("::x \"a\nb\"").message()).isEqualTo("syntax error: \" unmatched");
        assertThat(error("::x $[1\n]").message()).isEqualTo("syntax error: $[ unmatched");
    }
}
