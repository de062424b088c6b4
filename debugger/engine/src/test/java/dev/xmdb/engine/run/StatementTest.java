package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Renderer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Statements: repetition, errors, options, usage, and what never reaches the user. */
final class StatementTest {
    private final FakeTarget target = new FakeTarget(8)
            .number(0x1000, 4, 0x11111111)
            .number(0x1004, 4, 0x22222222)
            .number(0x1008, 4, 0x33333333)
            .number(0x100c, 4, 0x44444444);
    private final Transcript session = new Transcript(target, new SampleModule());

    private static String line(String label, String... values) {
        var text = new StringBuilder(String.format("%-16s", label));
        for (String value : values) {
            text.append(String.format("%-16s", value));
        }
        return text + "\n";
    }

    @Test
    void anAddressAloneRepeatsTheLastCommandThere() {
        session.run("1000/X");
        assertThat(session.run("1008")).isEqualTo(line("0x1008:", "33333333"));
        assertThat(session.run("1000,2")).isEqualTo(line("0x1000:", "11111111") + line("0x1004:", "22222222"));
    }

    @Test
    void aCountAloneRepeatsItAfterTheLastItem() {
        session.run("1000/X");
        assertThat(session.run(",2")).isEqualTo(line("0x1004:", "22222222") + line("0x1008:", "33333333"));
    }

    @Test
    void anAddressBeforeAnyCommandOnlySetsDot() {
        assertThat(session.run("1234\n.=X").strip()).isEqualTo("1234");
    }

    @Test
    void plusAndCaretMoveByTheIncrement() {
        assertThat(session.run("1004/X;+/X;^/X;^/X"))
                .isEqualTo(line("0x1004:", "22222222")
                        + line("0x1008:", "33333333")
                        + line("0x1004:", "22222222")
                        + line("0x1000:", "11111111"));
    }

    @Test
    void ampersandIsTheLastAddressUsed() {
        assertThat(session.run("1004/X;5=X;&=X")).endsWith(line("", "5") + line("", "5"));
        assertThat(session.run("1004/X;&/X"))
                .isEqualTo(line("0x1004:", "22222222").repeat(2));
    }

    @Test
    void anEmptyLineRepeatsOnlyWhenAsked() {
        session.run("1000/X");
        assertThat(session.run("")).isEmpty();
        session.session().settings().repeatLast(true);
        assertThat(session.run("")).isEqualTo(line("0x1004:", "22222222"));
        assertThat(session.run("\n", "file")).isEmpty();
        assertThat(session.run("", "(stdin)")).isEqualTo(line("0x1008:", "33333333"));
        assertThat(session.run("// a remark", "(stdin)")).isEmpty();
    }

    @Test
    void aLoopMovesByTheIncrementAndACommandWithoutOneStays() {
        assertThat(session.run("1000,3/X"))
                .isEqualTo(line("0x1000:", "11111111") + line("0x1004:", "22222222") + line("0x1008:", "33333333"));
        assertThat(session.run(".=X").strip()).isEqualTo("1008");
        assertThat(session.run("1000,2::first")).isEqualTo("0x1000\n0x1000\n");
    }

    @Test
    void whatFollowsAnErrorInItsLineIsDiscardedAndTheNextLineRuns() {
        assertThat(session.run("1=X;nosuch=X;2=X\n3=X")).isEqualTo(line("", "1") + line("", "3"));
        assertThat(session.errors()).isEqualTo("xmdb: failed to dereference symbol: unknown symbol name\n");
        assertThat(session.outcome()).isEqualTo(new Outcome(false, false));
    }

    @Test
    void aFailedCommandDoesNotDiscardTheLine() {
        assertThat(session.run("::fails;2=X")).isEqualTo(line("", "2"));
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void anUnknownDcmdIsNamedBeforeAnythingOfItsStatementRuns() {
        assertThat(session.run("::say hello | ::nosuch")).isEmpty();
        assertThat(session.errors()).isEqualTo("xmdb: invalid command '::nosuch': unknown dcmd name\n");
        assertThat(session.errors("$z")).isEqualTo("xmdb: invalid command '$z': unknown dcmd name\n");
        assertThat(session.errors("::other`say x"))
                .isEqualTo("xmdb: invalid command '::other`say': unknown dcmd name\nxmdb: did you mean '::say'?\n");
        assertThat(session.run("::sample`say x")).isEqualTo("x \n");
    }

    @Test
    void whatMayHaveBeenMeantIsToldOnceInARun() {
        String unknown = "xmdb: failed to dereference symbol: unknown symbol name\n";
        assertThat(session.errors("say=X\nsay=X")).isEqualTo(unknown + "xmdb: did you mean '::say'?\n" + unknown);
        assertThat(session.errors("say=X")).isEqualTo(unknown + "xmdb: did you mean '::say'?\n");
    }

    @Test
    void aSyntaxErrorSaysWhereAndInAFileOnWhichLine() {
        assertThat(session.errors("1=X)")).startsWith("xmdb: ").doesNotContain(" on line ");
        session.run("1=X\n)\n2=X", "commands.txt");
        assertThat(session.errors()).contains(" on line 2 of commands.txt");
        session.run("1=X\n0t1f=X", "commands.txt");
        assertThat(session.errors()).isEqualTo("""
                        xmdb: digit 'f' is invalid in current base on line 2 of commands.txt near "1f"
                        xmdb: at column 1
                        """);
    }

    @Test
    void inAFileWhatFollowsTheNextSemicolonAfterAnErrorStillRuns() {
        assertThat(session.run("1=X;2 2;3=X;nosuch=X;4=X\n5=X", "commands.txt"))
                .isEqualTo(line("", "1") + line("", "3") + line("", "4") + line("", "5"));
        assertThat(session.errors())
                .contains(" on line 1 of commands.txt near \"2\"\nxmdb: at column 7: expecting ")
                .endsWith(
                        "xmdb: failed to dereference symbol: unknown symbol name (line 1 of commands.txt, column 13)\n");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void aLineFullOfErrorsIsGivenUp() {
        session.run("(;".repeat(100_000), "commands.txt");
        assertThat(session.errors().lines()).hasSizeLessThan(200);
    }

    @Test
    void carriageReturnsBeforeNewlinesAndAtTheEndAreNothing() {
        assertThat(session.run("1=X\r\n::say a\r\n2=X\r", "commands.txt"))
                .isEqualTo(line("", "1") + "a \n" + line("", "2"));
        assertThat(session.errors()).isEmpty();
    }

    @Test
    void commentsAndSeparatorsAreNothing() {
        assertThat(session.run("// nothing\n;;1=X // one\n")).isEqualTo(line("", "1"));
        assertThat(session.errors()).isEmpty();
    }

    @Test
    void optionsAreSortedFromOperands() {
        assertThat(session.run("::options -av -c 10 -f x -fy w -a"))
                .isEqualTo("a=true v=true c=OptionalLong[16] f=[x, y] [Word[text=w], Word[text=-a]]\n");
        assertThat(session.run("::options -c0t10 -- -a"))
                .isEqualTo("a=false v=false c=OptionalLong[10] f=[] [Word[text=-a]]\n");
        assertThat(session.run("::options -c $[2+3] - $[7]"))
                .isEqualTo("a=false v=false c=OptionalLong[5] f=[] [Word[text=-], Immediate[value=7]]\n");
        assertThat(session.run("::raw -x +t")).isEqualTo("[Word[text=-x], Word[text=+t]]\n");
    }

    @Test
    void aWrongOptionIsNamedAndTheUsagePrinted() {
        String usage = """
                Usage: ::options [-av] [-c cpu] [-f name] [word...]
                xmdb: try '::help options' for more information
                """;
        assertThat(session.errors("::options -q")).isEqualTo("xmdb: illegal option -- q\n" + usage);
        assertThat(session.errors("::options -ac")).isEqualTo("xmdb: option requires an argument -- c\n" + usage);
        assertThat(session.errors("::options -f $[1]")).isEqualTo("xmdb: string argument required for -f\n" + usage);
        assertThat(session.errors("::options -c zz")).isEqualTo("xmdb: invalid option for -c: \"zz\"\n" + usage);
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void anAddressWhereNoneBelongsOrNoneWhereOneMustBeIsWrongUsage() {
        assertThat(session.errors("1::say x")).isEqualTo("Usage: ::say words\n");
        assertThat(session.errors("::if 1")).isEqualTo("Usage: address::if expression\n");
        assertThat(session.errors("$t 1 -q")).isEmpty();
    }

    @Test
    void everyFailureIsOneLine() {
        assertThat(session.errors("::breaks"))
                .isEqualTo("xmdb: internal error in ::breaks: IllegalStateException: unexpected thing\n");
        assertThat(session.errors("::faults"))
                .isEqualTo("xmdb: failed to read from address 1234: no mapping for address: L4 entry not present\n");
        assertThat(session.errors("::overflows")).isEqualTo("xmdb: ::overflows: nested too deeply\n");
        assertThat(session.errors("::exhausts")).isEqualTo("xmdb: ::exhausts: failed to allocate needed memory\n");
        assertThat(new Transcript(null, new SampleModule()).errors("::target"))
                .isEqualTo("xmdb: command is not supported by current target: no image is open\n");
    }

    @Test
    void quitEndsTheSessionAtOnce() {
        assertThat(session.run("1=X;::quit;2=X\n3=X")).isEqualTo(line("", "1"));
        assertThat(session.outcome()).isEqualTo(new Outcome(true, true));
    }

    @Test
    void wordsAndImmediatesReachTheDcmd() {
        assertThat(session.run("::say \"a  b\" $[2+2]")).isEqualTo("a  b 4 \n");
    }

    @Test
    void aCountOfZeroStillMakesItsAddressTheLastOne() {
        assertThat(session.run("1004,0/X;&=X")).isEqualTo(line("", "1004"));
    }

    @Test
    void theLastAddressOfALoopIsTheOneItBeganWith() {
        assertThat(session.run("1000,3/X;&=X")).endsWith(line("", "1000"));
    }

    @Test
    void computedValuesAreTakenBeforeTheCommandRunsAndKeptForItsRepetition() {
        session.run("2>n;1000/$[<n]X");
        session.session().variables().set("n", 1);
        assertThat(session.run("1004")).isEqualTo(line("0x1004:", "22222222", "33333333"));
        assertThat(session.run("1000;::say $[.+1]")).endsWith("1001 \n");
    }

    @Test
    void aWrongNumberInAComputedValueIsASyntaxErrorAndNotAnInternalOne() {
        assertThat(session.errors("1=$[0i2]X")).isEqualTo("xmdb: digit '2' is invalid in current base near \"2\"\n");
        assertThat(session.errors("1000/L $[0i2]"))
                .isEqualTo("xmdb: digit '2' is invalid in current base near \"2\"\n");
    }

    @Test
    void anUnknownSymbolIsNamedBeforeAnUnknownDcmd() {
        assertThat(session.errors("nosuch::nosuch"))
                .isEqualTo("xmdb: failed to dereference symbol: unknown symbol name\n");
    }

    @Test
    void aFileThatShrinksUnderACommandIsOneMessage() {
        assertThat(session.errors("::shrinks;1=X"))
                .isEqualTo("xmdb: ::shrinks: the image file became shorter after it was opened\n");
        assertThat(session.run("2=X")).isEqualTo(line("", "2"));
    }

    @Test
    void aFailureWhileAnAddressIsComputedEndsItsLineOnly() {
        var failing = new Transcript(new FakeTarget(8).failing(new InternalError(SampleModule.LOST_MAPPING)));
        assertThat(failing.run("*1000=X;1=X\n2=X")).isEqualTo(line("", "2"));
        assertThat(failing.errors()).isEqualTo("xmdb: this line: the image file became shorter after it was opened\n");
        var exhausting = new Transcript(new FakeTarget(8).failing(new OutOfMemoryError()));
        assertThat(exhausting.run("*1000=X\n2=X")).isEqualTo(line("", "2"));
        assertThat(exhausting.errors()).isEqualTo("xmdb: this line: failed to allocate needed memory\n");
    }

    @Test
    void aMessageIsSeenAfterWhatWasPrintedBeforeIt() {
        var seen = new StringBuilder();
        var buffer = new StringBuilder();
        var renderer = new Renderer() {
            @Override
            public void emit(String dcmd, Emission emission) {
                buffer.append(emission.text().strip()).append('\n');
            }

            @Override
            public void flush() {
                seen.append(buffer);
                buffer.setLength(0);
            }
        };
        var errors = new ErrorSink() {
            @Override
            public void message(String text) {
                line(text);
            }

            @Override
            public void line(String text) {
                seen.append(text).append('\n');
            }
        };
        var buffered =
                new DebugSession(Optional.of(target), List.of(new SampleModule()), Surroundings.of(renderer, errors));
        buffered.run("1=X;::if;2=X;::fails;3=X;0/X", "");
        assertThat(seen).hasToString("""
                1
                Usage: address::if expression
                2
                it failed at 2
                3
                0:
                failed to read data from target: no mapping for address: L1 entry not present, at 0
                """);
    }
}
