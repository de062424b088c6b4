package dev.xmdb.grammar;

import static dev.xmdb.grammar.Trees.AT;
import static dev.xmdb.grammar.Trees.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTextTest {

    @Test
    void randomStatementsAreReadBackAsTheyWere() {
        var trees = new RandomTrees(42);
        for (int round = 0; round < 10_000; round++) {
            Statement statement = trees.statement();
            String text = CommandText.of(statement);
            ParsedInput read = CommandParser.parse(text + "\n");
            assertThat(read.error()).as(text).isEmpty();
            assertThat(shape(read.statements())).as(text).isEqualTo(shape(List.of(statement)));
        }
    }

    @Test
    void randomExpressionsAreReadBackAsTheyWere() {
        var trees = new RandomTrees(43);
        for (int round = 0; round < 10_000; round++) {
            Expression expression = trees.expression();
            String text = CommandText.of(expression);
            assertThat(shape(Trees.expression(text))).as(text).isEqualTo(shape(expression));
        }
    }

    @Test
    void noParenthesesCouldBeLeftOut() {
        var trees = new RandomTrees(44);
        for (int round = 0; round < 2_000; round++) {
            Expression expression = trees.expression();
            String text = CommandText.of(expression);
            if (text.contains("'")) {
                continue;
            }
            for (int open = text.indexOf('('); open >= 0; open = text.indexOf('(', open + 1)) {
                // A blank stands for each parenthesis, so that no two operators become one.
                String without = replace(replace(text, open, ' '), closing(text, open), ' ');
                assertThat(shape(CommandParser.parse(without).statements()))
                        .as(text)
                        .isNotEqualTo(shape(CommandParser.parse(text).statements()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "( 2 + 3 ) * ( 4 ) => (2+3)*4",
                "1-(2-3) => 1-(2-3)",
                "(1-2)-3 => 1-2-3",
                "7 % %2 => 7% %2",
                "% %2 => % %2",
                "*/c/ ( .+10 )==4 => */c/(.+10)==4",
                "-(-1) => --1",
                "0X00_ff => 0x00ff",
                "'\\141' => 'a'",
                "addr , 5 / 2 X \"a\" => addr,5/2X\"a\"",
                "/1w => /1w",
                "/ w 5 => /w 5",
                "1/ / => 1/1/",
                "=1= => =1=",
                "::print  -a \"b\" 'c d'  $[ 1 + 2 ] => ::print -a b \"c d\" $[1+2]",
                "::a|::b !  wc => ::a | ::b ! wc",
                "$ => $?",
                "$< x => $<x",
                "5 > x => 5>x",
                "5>/c/x => 5>/c/x",
                "$< '<x' => $< <x",
                "!date => ! date",
                "::genunix`ps => ::genunix`ps"
            })
    void canonicalText(String text, String canonical) {
        assertThat(CommandText.of(Trees.statement(text))).isEqualTo(canonical);
    }

    @Test
    void aNumberThatBeginsWithALetterGetsAZero() {
        assertThat(CommandText.of(Trees.number("ff"))).isEqualTo("0ff");
    }

    @Test
    void partsCanBeWrittenAlone() {
        assertThat(CommandText.of(Trees.command("::x a"))).isEqualTo("::x a");
        assertThat(CommandText.of(Trees.word("a b"))).isEqualTo("\"a b\"");
        assertThat(CommandText.of(Trees.run("::x|/K").pipeline())).isEqualTo("::x | /K");
        assertThat(CommandText.of(new Statement.Empty(AT))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "é", ".", "`a"})
    void aNameThatIsNoneCannotBeWritten(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandText.of(Trees.symbol(name)));
    }

    @Test
    void whatNoTextCanSayIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandText.of(new Statement.Shell("a\nb", AT)));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandText.of(new Statement.Shell(" a", AT)));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandText.of(new Pipeline(List.of())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandText.of(Trees.format(Verb.VALUE, Trees.letter('5'))));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandText.of(Trees.number("1g")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandText.of(new Statement.Naked(Trees.number("1"), null, "wc", AT)));
    }

    private static String replace(String text, int index, char c) {
        return text.substring(0, index) + c + text.substring(index + 1);
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i;
            }
        }
        throw new AssertionError("unbalanced: " + text);
    }
}
