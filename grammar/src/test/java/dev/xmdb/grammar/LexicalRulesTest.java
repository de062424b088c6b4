package dev.xmdb.grammar;

import static dev.xmdb.grammar.Trees.assertSame;
import static dev.xmdb.grammar.Trees.command;
import static dev.xmdb.grammar.Trees.dcmd;
import static dev.xmdb.grammar.Trees.expression;
import static dev.xmdb.grammar.Trees.format;
import static dev.xmdb.grammar.Trees.formats;
import static dev.xmdb.grammar.Trees.letter;
import static dev.xmdb.grammar.Trees.literal;
import static dev.xmdb.grammar.Trees.number;
import static dev.xmdb.grammar.Trees.run;
import static dev.xmdb.grammar.Trees.shape;
import static dev.xmdb.grammar.Trees.statement;
import static dev.xmdb.grammar.Trees.statements;
import static dev.xmdb.grammar.Trees.symbol;
import static dev.xmdb.grammar.Trees.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One rule of the language's words after the other. */
class LexicalRulesTest {

    @Test
    void blanksAndTabsSeparateAndMeanNothing() {
        assertSame("blanks", statement(" \t10 , 5 / 2 X \t"), statement("10,5/2X"));
        assertSame("blanks", statement("::print \t -a  x"), statement("::print -a x"));
    }

    @Test
    void aWordInAListMayBeDenied() {
        assertThat(words("::ptescan -f user,!global x")).containsExactly("-f", "user,!global", "x");
        assertThat(words("::ptescan -f user, !global")).containsExactly("-f", "user,");
    }

    @Test
    void aBackslashBeforeANewlineContinuesNothing() {
        assertThat(statements("1\\\n2")).hasSize(2);
        assertSame("1\\", statements("1\\\n2").getFirst(), statement("1\\"));
    }

    @Test
    void aCommentEndsTheStatementLikeANewline() {
        assertThat(shape(statements("1=X // one\n2=X"))).isEqualTo(shape(statements("1=X\n2=X")));
        assertThat(shape(statements("::echo a // b\n2=X"))).isEqualTo(shape(statements("::echo a\n2=X")));
        assertThat(shape(statements("1 //; 3\n2=X"))).isEqualTo(shape(statements("1\n2=X")));
    }

    @Test
    void twoSlashesInsideAWordAreNoComment() {
        assertThat(words("::cat a//b c")).containsExactly("a//b", "c");
        assertThat(words("::cat //b c")).isEmpty();
    }

    @Test
    void slashesApartAreAVerbAndAFormat() {
        assertThat(shape(formats("1/ /"))).isEqualTo(shape(List.of(letter('/'))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_", ".a", "a.b", "Z9", "ab_0", "nosuch"})
    void aSymbolBeginsWithALetterAnUnderscoreOrADot(String name) {
        assertSame(name, expression(name), symbol(name));
    }

    @Test
    void aDotAloneIsDot() {
        assertThat(expression(".")).isInstanceOf(Expression.Dot.class);
        assertThat(expression(" . ")).isInstanceOf(Expression.Dot.class);
    }

    @ParameterizedTest
    @CsvSource({"genunix`kmem_flags, genunix, kmem_flags", "a`b`c, a`b, c", "unix`.x, unix, .x"})
    void aScopedSymbolSplitsAtItsLastBackquote(String text, String object, String name) {
        assertSame(text, expression(text), new Expression.Symbol(object, name, Trees.AT));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1f, 1f", "1_0000, 10000", "1234_5678, 12345678", "0f, 0f", "1_, 1", "0b1, 0b1"})
    void digitsThatBeginWithADigitAreANumberInTheSessionsRadix(String text, String digits) {
        assertSame(text, expression(text), number(digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "add", "face", "dead", "fffffffffb8010aa", "a1"})
    void whatBeginsWithALetterIsASymbolFirst(String text) {
        assertSame(text, expression(text), symbol(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0i1011, 1011, 2",
        "0I1_1, 11, 2",
        "0o17, 17, 8",
        "0O7, 7, 8",
        "0t10, 10, 10",
        "0T1_000, 1000, 10",
        "0xdeadBEEF, deadBEEF, 16",
        "0XF, F, 16",
        // Digits that the radix does not know are evaluation's to refuse.
        "0ta, a, 10",
        "0i2, 2, 2"
    })
    void aPrefixSaysTheRadix(String text, String digits, int radix) {
        assertSame(text, expression(text), number(digits, radix));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x", "0i", "0o=X", "0tg", "0xg", "0x_1"})
    void aRadixNeedsADigit(String text) {
        assertThat(Trees.error(text).message()).isEqualTo("syntax error");
        assertThat(Trees.error(text).expected()).isEqualTo("digits after " + text.substring(0, 2));
    }

    @Test
    void aDecimalPointAfter0tMakesAFloatingLiteral() {
        assertSame("0t1.5", expression("0t1.5"), new Expression.FloatLiteral("1.5", Trees.AT));
        assertSame("0T12.25", expression("0T12.25"), new Expression.FloatLiteral("12.25", Trees.AT));
        assertThat(Trees.error("12.5").token()).isEqualTo(".5");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "'a', 61",
                "'ab', 6162",
                "'', 0",
                "'abcdefgh', 6162636465666768",
                "'\\n', a",
                "'\\'', 27",
                "'\\\\', 5c",
                "'\\0', 0",
                "'\\101B', 4142",
                "'\\q', 5c71",
                "'\\377', ff",
                "'\\a\\b\\f\\r\\t\\v', 7080c0d090b",
                "'\u00e9', c3a9",
                "'a;b', 613b62"
            })
    void aCharacterConstantHasItsFirstByteOnTop(String text, String value) {
        assertSame(text, expression(text), new Expression.CharConstant(Long.parseUnsignedLong(value, 16), Trees.AT));
        assertSame(
                text,
                command("::x $[" + text + "]"),
                new Command.Dcmd("x", null, List.of(new Argument.Immediate(expression(text), Trees.AT)), Trees.AT));
    }

    @Test
    void stringsResolveTheEscapesOfC() {
        assertThat(words("::echo \"\\a\\b\\f\\n\\r\\t\\v\\\"\\\\\\101\\7\\q\\'\""))
                .containsExactly("\u0007\b\f\n\r\t\u000b\"\\A\u0007\\q\\'");
        assertThat(shape(formats("1/\"a\\tb\""))).isEqualTo(shape(List.of(literal("a\tb"))));
    }

    @Test
    void piecesOfAnArgumentThatTouchAreOneWord() {
        assertThat(words("::echo ab\"c d\"e 'x;|!$y'\"\\n\" \"\" ''")).containsExactly("abc de", "x;|!$y\n", "", "");
    }

    @Test
    void singleQuotesKeepBackslashes() {
        assertThat(words("::eval '::echo \"a\\n\"'")).containsExactly("::echo \"a\\n\"");
    }

    @Test
    void everythingElseInAnArgumentIsItself() {
        assertThat(words("::x -a +o p->q[3] .==4 */c/(.+10) a,b #%^&*()=\\ <p=K"))
                .containsExactly("-a", "+o", "p->q[3]", ".==4", "*/c/(.+10)", "a,b", "#%^&*()=\\", "<p=K");
    }

    @Test
    void bracketsComputeAnArgument() {
        assertThat(shape(Trees.arguments("::list $[0x10] a$[.+1]b")))
                .isEqualTo(shape(List.of(
                        new Argument.Immediate(number("10", 16), Trees.AT),
                        Trees.word("a"),
                        new Argument.Immediate(expression(".+1"), Trees.AT),
                        Trees.word("b"))));
    }

    @Test
    void formatsAreLettersWithDecimalCountsAndLiterals() {
        assertSame(
                "addr/2X\"==\"12x n",
                command("addr/2X\"==\"12x n"),
                format(Verb.VIRTUAL, letter(2, 'X'), literal("=="), letter(12, 'x'), letter('n')));
        assertSame(
                "/X^\"= \"i",
                command("/X^\"= \"i"),
                format(Verb.VIRTUAL, letter('X'), letter('^'), literal("= "), letter('i')));
        assertSame("/0x", command("/0x"), format(Verb.VIRTUAL, letter(0, 'x')));
        assertSame("/-+", command("/-+"), format(Verb.VIRTUAL, letter('-'), letter('+')));
    }

    @Test
    void aFormatsCountCanBeComputed() {
        assertSame(
                "/$[2*3]X",
                command("/$[2*3]X"),
                format(Verb.VIRTUAL, new FormatItem.Letter('X', 1, expression("2*3"), Trees.AT)));
    }

    @Test
    void aBarIsAPipeAfterCommandsAndAnOperatorInExpressions() {
        assertThat(run("::walk thread|/K").pipeline().commands()).hasSize(2);
        assertThat(run("/X|::x").pipeline().commands()).hasSize(2);
        assertThat(run("$|::x").pipeline().commands()).hasSize(2);
        assertThat(expression("1|2")).isInstanceOf(Expression.Binary.class);
        assertThat(shape(Trees.arguments("::x $[1|2]")))
                .isEqualTo(shape(List.of(new Argument.Immediate(expression("1|2"), Trees.AT))));
    }

    @Test
    void anExclamationMarkHandsTheRestOfTheStatementToTheShell() {
        assertSame("!", statement("! ls -l | wc 'x\" // $["), new Statement.Shell("ls -l | wc 'x\" // $[", Trees.AT));
        assertThat(run("::ps -f!grep init").shell()).isEqualTo("grep init");
        assertThat(run("1/X!cat").shell()).isEqualTo("cat");
        assertThat(statements("!date;1=X")).hasSize(2);
        assertSame("!", statement("!"), new Statement.Shell("", Trees.AT));
    }

    @Test
    void notEqualIsReadBeforeTheShell() {
        assertThat(expression("1!=2")).isInstanceOf(Expression.Binary.class);
        assertThat(((Statement.Naked) statement(",1 ! =2")).shell()).isEqualTo("=2");
    }

    @ParameterizedTest
    @CsvSource({"<foo, foo", "<_, _", "<0, 0", "<rip, rip", "<., .", "<a1, a1"})
    void aVariableIsANameOrOneDigit(String text, String name) {
        assertSame(text, expression(text), new Expression.Variable(name, Trees.AT));
    }

    @Test
    void aVariableTakesOneDigitOnly() {
        assertThat(Trees.error("<1a=X").token()).isEqualTo("a");
        assertThat(Trees.error("<12").token()).isEqualTo("2");
        assertThat(Trees.error("< a").token()).isEqualTo("<");
    }

    @Test
    void aShiftIsReadBeforeAVariable() {
        assertSame(
                "1<<<x",
                expression("1<<<x"),
                Trees.binary(
                        number("1"), Expression.BinaryOperator.SHIFT_LEFT, new Expression.Variable("x", Trees.AT)));
    }

    @Test
    void greaterThanAssigns() {
        assertSame("5>foo", command("5>foo"), new Command.Assign(null, List.of(Trees.word("foo")), Trees.AT));
        assertSame("5 > foo", command("5 > foo"), command("5>foo"));
        assertSame("5>/c/x", command("5>/c/x"), new Command.Assign('c', List.of(Trees.word("x")), Trees.AT));
        assertSame("5>/z/x", command("5>/z/x"), new Command.Assign('z', List.of(Trees.word("x")), Trees.AT));
        assertThat(words("5>/ c/x")).containsExactly("/", "c/x");
        assertThat(expression("5>>1")).isInstanceOf(Expression.Binary.class);
        assertThat(words("5> >x")).containsExactly(">x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "1", "s", "2", "i", "4", "l", "8"})
    void aSizedReadNamesItsSizeBetweenSlashes(String size) {
        assertSame(
                size,
                expression("*/" + size + "/.+1"),
                Trees.binary(
                        new Expression.Dereference(Verb.VIRTUAL, size, new Expression.Dot(Trees.AT), Trees.AT),
                        Expression.BinaryOperator.ADD,
                        number("1")));
        assertSame(
                size,
                expression("%/" + size + "/5"),
                new Expression.Dereference(Verb.OBJECT, size, number("5"), Trees.AT));
    }

    @Test
    void starAndPercentReadPointers() {
        assertSame(
                "*.",
                expression("*."),
                new Expression.Dereference(Verb.VIRTUAL, null, new Expression.Dot(Trees.AT), Trees.AT));
        assertSame("%5", expression("%5"), new Expression.Dereference(Verb.OBJECT, null, number("5"), Trees.AT));
    }

    @Test
    void aDcmdIsTwoColonsAndAName() {
        assertSame("::status", command("::status"), dcmd("status"));
        assertSame("10::print", command("10::print cpu_t"), dcmd("print", "cpu_t"));
        assertSame("a::b", statement("utsname::print"), statement("utsname ::print"));
        assertSame("::genunix`ps", command("::genunix`ps"), new Command.Dcmd("ps", "genunix", List.of(), Trees.AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$?", "$%", "$@", "$C", "$^", "$_", "$`", "$c", ":c", ":Z", ":?", "$<", "$<<", "$>", ":z"})
    void aDollarOrColonAndACharacterIsADcmdToo(String name) {
        assertSame(name, command(name), dcmd(name));
        assertSame(name, command("5" + name + " 1 2"), dcmd(name, "1", "2"));
    }

    @Test
    void aMacrosNameMayTouch() {
        assertSame("$<msgbuf", command("$<msgbuf"), dcmd("$<", "msgbuf"));
        assertSame("$<<msgbuf", command("$<<msgbuf"), dcmd("$<<", "msgbuf"));
        assertSame("$c4", command("$c4"), dcmd("$c", "4"));
    }

    @Test
    void aDollarAloneShowsTheRegisters() {
        assertSame("$", command("$"), dcmd("$?"));
        assertThat(statements("$\n$;$ ")).hasSize(3).allSatisfy(s -> assertSame("$", s, statement("$?")));
    }

    @ParameterizedTest
    @ValueSource(chars = {'v', 'w', 'W', 'Z', 'l', 'L', 'M'})
    void aWriteOrSearchLetterRightAfterTheVerbTakesValues(char letter) {
        for (Verb verb : List.of(Verb.VIRTUAL, Verb.OBJECT, Verb.PHYSICAL)) {
            Command expected =
                    new Command.WriteOrSearch(verb, letter, List.of(Trees.word("1234"), Trees.word("ffff")), Trees.AT);
            assertSame("touching", command("a" + verb.symbol() + letter + " 1234 ffff"), expected);
            assertSame("apart", command("a" + verb.symbol() + " \t" + letter + "1234 ffff"), expected);
        }
        assertSame("later", command("a/X" + letter), format(Verb.VIRTUAL, letter('X'), letter(letter)));
        assertSame("counted", command("a/1" + letter), format(Verb.VIRTUAL, letter(letter)));
        assertSame("@", command("a@" + letter), format(Verb.PHYSICAL_AT, letter(letter)));
        assertSame("=", command("a=" + letter), format(Verb.VALUE, letter(letter)));
    }

    @Test
    void aCarriageReturnBeforeANewlineBelongsToIt() {
        assertThat(shape(statements("1=X\r\n::echo a\r\n!date\r\n// x\r\n")))
                .isEqualTo(shape(statements("1=X\n::echo a\n!date\n// x\n")));
    }
}
