package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.xmdb.engine.DcmdException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands joined by pipes, counts and loops. */
final class PipelineTest {
    private final SampleModule module = new SampleModule();
    private final Transcript session = new Transcript(null, module);

    @Test
    void valuesGoFromOneCommandToTheNext() {
        assertThat(session.run("::upto 3 | ::if .==2")).isEqualTo("2\n");
        assertThat(session.errors()).isEmpty();
    }

    @Test
    void aCommandThatHasEnoughStopsTheOneThatWalks() {
        assertThat(session.run("::upto 1000000000000 | ::first -n 3")).isEqualTo("1\n2\n3\n");
        assertThat(module.walked).hasValue(3);
        assertThat(session.outcome().succeeded()).isTrue();
    }

    @Test
    void itStopsTheWalkAlsoThroughACommandInBetween() {
        assertThat(session.run("::upto 1000000000000 | ::if 1 | ::first -n 2")).isEqualTo("1\n2\n");
        assertThat(module.walked).hasValue(2);
        module.walked.set(0);
        assertThat(session.run("::upto 1000000000000 | ::run ::table | ::first -n 2"))
                .isEqualTo("1\n2\n");
        assertThat(module.walked.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void aFormatVerbMayStandOnEitherSide() {
        assertThat(session.run("::upto 2 | =X")).isEqualTo(pad("1") + pad("2"));
        assertThat(session.run("ab=X | ::if .==ab")).isEqualTo("0xab\n");
        assertThat(session.run("ab=2X | ::first")).isEqualTo("0xab\n0xab\n");
    }

    private static String pad(String value) {
        return " ".repeat(16) + value + " ".repeat(16 - value.length()) + "\n";
    }

    @Test
    void theWalkVariableHoldsTheValueOfEachTurnInEveryLaterStage() {
        assertThat(session.run("::upto 2 outer | ::run '::upto 2 inner' | ::run '<outer*10+<inner=X'"))
                .isEqualTo(pad("11") + pad("12") + pad("21") + pad("22"));
    }

    @Test
    void textInAPipeIsReadAsValues() {
        assertThat(session.run("::print \"10\\n1+1\" | ::first")).isEqualTo("0x10\n2\n");
        assertThat(session.run("::print '10;20' | ::first")).isEqualTo("0x10\n0x20\n");
    }

    @Test
    void onlyValuesMayGoThroughAPipe() {
        assertThat(session.errors("::print '1=X' | ::first"))
                .startsWith("xmdb: syntax error")
                .contains("1=X");
        assertThat(session.errors("::say two words | ::first")).startsWith("xmdb: ");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void withoutValuesTheRestOfThePipelineIsSkipped() {
        assertThat(session.run("::upto 0 | ::fails")).isEmpty();
        assertThat(session.outcome().succeeded()).isTrue();
    }

    @Test
    void aFailureDoesNotStopTheLoopButAnAbortDoes() {
        assertThat(session.errors("::upto 2 | ::fails")).isEqualTo("xmdb: it failed at 1\nxmdb: it failed at 2\n");
        assertThat(session.errors("::upto 2 | ::aborts")).isEqualTo("xmdb: it aborts at 1\n");
        assertThat(session.errors("5,2::fails")).isEqualTo("xmdb: it failed at 5\nxmdb: it failed at 5\n");
        assertThat(session.errors("5,2::aborts")).isEqualTo("xmdb: it aborts at 5\n");
    }

    @Test
    void aTableHasItsHeaderOnceInALoopAndNeverInAPipe() {
        String header = "ADDR                N NAME\n";
        String row = "1                  -3 a name\n";
        assertThat(session.run("1::table")).isEqualTo(header + row);
        assertThat(session.run("1,2::table")).isEqualTo(header + row + row);
        assertThat(session.run("::upto 2 | ::table")).isEqualTo(header + row + row.replace('1', '2'));
        assertThat(session.run("7::table | ::first")).isEqualTo("7\n");
    }

    @Test
    void aCountRunsACommandThatOftenAndZeroNotAtAll() {
        assertThat(session.run("5,3=X")).isEqualTo(pad("5").repeat(3));
        assertThat(session.run("9,0::fails;.=X")).isEqualTo(pad("9"));
        assertThat(session.errors()).isEmpty();
    }

    @Test
    void aCountThatIsALengthRunsTheCommandOnce() {
        assertThat(session.run("0,40::length")).isEqualTo("length 64\n");
    }

    @Test
    void aPipelineLeavesDotWhereItsLastStageDid() {
        assertThat(session.run("33::run '::upto 3 | ::first -n 2';.=X")).isEqualTo("1\n2\n" + pad("2"));
        assertThat(session.run("::upto 3 | ::if 1 | =X;.=X")).endsWith(pad("3") + pad("3"));
        assertThat(session.run("44=X;::upto 0 | =X;.=X")).isEqualTo(pad("44") + pad("44"));
    }

    @Test
    void anEvaluatedStringMovesDotAndItsCallerFollows() {
        assertThat(session.run("::run 44;.=X")).isEqualTo(pad("44"));
        assertThat(session.run("1::run .+1;.=X")).isEqualTo(pad("2"));
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThat(session.errors("::again")).isEqualTo("xmdb: commands are nested too deeply (more than 64 levels)\n");
        assertThat(session.outcome()).isEqualTo(new Outcome(false, false));
        assertThat(session.run("1=X")).isEqualTo(pad("1"));
    }

    @Test
    void anInterruptedCommandEndsTheLineAndNotTheSession() {
        assertThat(session.errors("::interrupts;1=X")).isEqualTo("xmdb: interrupted\n");
        assertThat(session.outcome()).isEqualTo(new Outcome(false, false));
        assertThat(session.run("1=X")).isEqualTo(pad("1"));
    }

    @Test
    void aHugeCountCanBeInterrupted() throws InterruptedException {
        var interrupter = Thread.ofPlatform().start(() -> {
            assertThatCode(() -> Thread.sleep(300)).doesNotThrowAnyException();
            session.session().interruption().request();
        });
        assertThat(session.errors("1,ffffffffffffffff::run 1")).isEqualTo("xmdb: interrupted\n");
        interrupter.join();
    }

    @Test
    void outputGoesToAShellCommandThatAsksForIt() {
        var runs = new ArrayList<String>();
        var fed = new StringBuilder();
        var shell = new ShellRunner() {
            @Override
            public int run(String command) {
                runs.add(command);
                return 3;
            }

            @Override
            public Feed feed(String command) {
                runs.add(command);
                return new Feed() {
                    @Override
                    public void close() {
                        runs.add("closed");
                    }

                    @Override
                    public int status() {
                        return 1;
                    }

                    @Override
                    public Appendable append(CharSequence text) {
                        fed.append(text);
                        return this;
                    }

                    @Override
                    public Appendable append(CharSequence text, int start, int end) {
                        fed.append(text, start, end);
                        return this;
                    }

                    @Override
                    public Appendable append(char c) {
                        fed.append(c);
                        return this;
                    }
                };
            }
        };
        var withShell = new Transcript(null, shell, module);
        assertThat(withShell.run("::upto 2 ! wc -l\n!date\n")).isEmpty();
        assertThat(fed).hasToString("1\n2\n");
        assertThat(runs.stream().map(String::strip)).isEqualTo(List.of("wc -l", "closed", "date"));
        assertThat(withShell.errors())
                .isEqualTo("xmdb: shell command returned exit status 1\nxmdb: shell command returned exit status 3\n");
        assertThat(withShell.outcome().succeeded()).isFalse();
    }

    @Test
    void aRefusedShellCommandIsAMessage() {
        assertThat(session.errors("!date")).isEqualTo("xmdb: shell commands are not allowed here\n");
        assertThat(session.errors("::upto 2 ! cat")).isEqualTo("xmdb: shell commands are not allowed here\n");
        assertThat(new DcmdException("x").getStackTrace()).isEmpty();
    }

    @Test
    void aHundredThousandValuesPassAPipeWithoutBeingParsedAnew() {
        assertThat(session.run("::upto 186a0 | ::if .==186a0")).isEqualTo("0x186a0\n");
        assertThat(session.run("::upto 186a0 | ::run '.>x';<x=D").strip()).isEqualTo("100000");
        assertThat(session.errors()).isEmpty();
    }

    @Test
    void whatALaterStageConsumesDoesNotMoveTheLoopOfTheFirst() {
        var target = new FakeTarget(8).number(0x1000, 4, 7).number(0x1004, 4, 8).number(0x1008, 4, 9);
        var withMemory = new Transcript(target, module);
        assertThat(withMemory.run("1000,3::first | /X"))
                .isEqualTo(("0x1000:         7" + " ".repeat(15) + "\n").repeat(3));
        assertThat(withMemory.run("1000,3/X | =X")).isEqualTo(pad("7") + pad("8") + pad("9"));
    }
}
