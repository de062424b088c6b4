package dev.xmdb.dcmds.core.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.engine.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Macro files, as mdb-language says they run. */
final class MacroDcmdsTest {
    @TempDir
    private Path folder;

    private final Conversation calculator = new Conversation();

    @BeforeEach
    void searchTheFolder() {
        calculator.session().settings().macroPath(new SearchPath(folder.toString()));
    }

    private void macro(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** The numbers that commands print, one for each word. */
    private List<String> numbers(String commands) {
        return Arrays.asList(calculator.run(commands).strip().split("\\s+"));
    }

    @Test
    void aMacroRunsAtTheAddressWithTheCountInVariableNineAndLeavesItsDot() throws IOException {
        macro("show", ".=X\n<9=X\n7=X\n");
        assertThat(numbers("5,3$<show\n.=X")).containsExactly("5", "3", "7", "7");
        assertThat(numbers("$<<show\n<9=D")).containsExactly("7", "1", "7", "1");
    }

    @Test
    void aCountOfNothingRunsNothing() throws IOException {
        macro("show", "1=X\n");
        assertThat(calculator.run("5,0$<show")).isEmpty();
        assertThat(numbers(".=X")).containsExactly("5");
    }

    @Test
    void nestedMacrosComeBackAndReplacingOnesDoNot() throws IOException {
        macro("outer", "1=X\n$<<inner\n3=X\n");
        macro("chain", "1=X;$<inner;9=X\n9=X\n");
        macro("inner", "2=X\n");
        assertThat(numbers("$<outer;4=X")).containsExactly("1", "2", "3", "4");
        assertThat(numbers("$<chain;4=X")).containsExactly("1", "2", "4");
    }

    @Test
    void anEvaluatedStringIsReplacedToo() throws IOException {
        macro("inner", "2=X\n");
        assertThat(numbers("::eval '$<inner;9=X';3=X")).containsExactly("2", "3");
    }

    @Test
    void aMacroWalksAListByReplacingItself() throws IOException {
        macro("down", ".-1>n\n<n,#(#<n)$<down\n.=X\n");
        assertThat(numbers("0t5000$<down")).containsExactly("0").hasSize(1);
        assertThat(calculator.outcome().succeeded()).isTrue();
    }

    @Test
    void aMacroThatNestsItselfEndsInOneMessage() throws IOException {
        macro("self", "$<<self\n$<<self\n");
        assertThat(calculator.errors("$<self;1=X"))
                .isEqualTo("xmdb: macro files are nested too deeply (more than 64 levels) on line 1 of "
                        + folder.resolve("self") + "\n");
        assertThat(calculator.outcome().succeeded()).isFalse();
        assertThat(numbers("1=X")).containsExactly("1");
    }

    @Test
    void aMacroThatNestsItselfByAStringIsNamedToo() throws IOException {
        macro("self", "1>n\n::eval '$<<self'\n");
        assertThat(calculator.errors("$<self"))
                .endsWith(" nested too deeply (more than 64 levels) on line 2 of " + folder.resolve("self") + "\n");
    }

    @Test
    void aMacroThatReplacesItselfWithoutEndIsStoppedAndNamed() throws IOException {
        macro("again", "1>n\n$<again\n");
        assertThat(calculator.errors("$<again;1=X"))
                .isEqualTo("xmdb: macro files replaced one another more than 65536 times on line 2 of "
                        + folder.resolve("again") + "\n");
        assertThat(calculator.outcome().succeeded()).isFalse();
    }

    @Test
    void withoutANameTheMacroEndsUnlessTheCountIsNought() throws IOException {
        macro("until", "1=X\n.,0$<\n2=X\n.,1$<\n9=X\n");
        macro("outer", "$<<until\n3=X\n$<\n9=X\n");
        assertThat(numbers("$<outer;4=X")).containsExactly("1", "2", "3", "4");
        assertThat(calculator.errors("$<")).isEqualTo("xmdb: input stack is empty\n");
        assertThat(calculator.outcome().succeeded()).isFalse();
    }

    @Test
    void inAPipeAMacroRunsForEveryValueButCannotFeedOne() throws IOException {
        macro("double", ".+.=X\n");
        assertThat(calculator.run("::echo 1 | $<double")).contains("2");
        assertThat(calculator.errors("$<double | ::map ."))
                .isEqualTo("xmdb: macro files cannot be used as input to a pipeline\n");
        var domain = new Conversation(LinuxDomain.target());
        domain.session().settings().macroPath(new SearchPath(folder.toString()));
        assertThat(domain.run("::walk vcpu | $<double").strip().split("\\s+")).containsExactly("0");
    }

    @Test
    void anErrorInAMacroIsToldWithItsPlaceAndTheRestAfterTheSemicolonRuns() throws IOException {
        macro("bad", "1=X;2 2=X;3=X\r\n::nosuch;4=X\r\nnosuch=X\r\n5=X");
        assertThat(numbers("$<bad;6=X")).containsExactly("1", "3", "4", "5", "6");
        String file = folder.resolve("bad").toString();
        assertThat(calculator.messages().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("xmdb: syntax error on line 1 of " + file + " near \"2\""),
                        line -> assertThat(line).startsWith("xmdb: at column 7: expecting "),
                        line -> assertThat(line)
                                .isEqualTo("xmdb: invalid command '::nosuch': unknown dcmd name (line 2 of " + file
                                        + ", column 1)"),
                        line -> assertThat(line)
                                .isEqualTo("xmdb: failed to dereference symbol: unknown symbol name (line 3 of " + file
                                        + ", column 1)"));
        assertThat(calculator.outcome().succeeded()).isFalse();
    }

    @Test
    void aValueAloneRepeatsACommandOfTheMacroAndNotTheOneThatRanIt() throws IOException {
        macro("repeats", "4\n.=X\n7\n");
        assertThat(numbers("1$<repeats\n2")).containsExactly("4", "7", "4", "7");
    }

    @Test
    void quitInAMacroEndsTheSession() throws IOException {
        macro("leave", "::quit\n1=X\n");
        assertThat(calculator.run("$<<leave;2=X")).isEmpty();
        assertThat(calculator.outcome().quit()).isTrue();
    }

    @Test
    void interruptionLeavesEveryMacro() throws IOException {
        macro("outer", "$<<rows\n2=X\n");
        macro("rows", ",100::version\n1=X\n");
        calculator.interruptAfterFirstRow();
        calculator.run("$<outer;3=X");
        assertThat(calculator.messages()).isEqualTo("xmdb: interrupted\n");
        assertThat(calculator.rows()).hasSize(1);
    }

    @Test
    void onlyTheFoldersOfThePathAreSearchedAndANameWithASlashIsAPath() throws IOException {
        macro("here", "1=X\n");
        Files.createDirectory(folder.resolve("sub"));
        assertThat(numbers("$<" + folder + "/here")).containsExactly("1");
        calculator.session().settings().macroPath(new SearchPath(":" + folder.resolve("nosuch") + "::" + folder));
        assertThat(numbers("$<here")).containsExactly("1");
        calculator.session().settings().macroPath(new SearchPath(""));
        assertThat(calculator.errors("$<here")).isEqualTo("xmdb: failed to open here (see ::help '$<')\n");
        assertThat(calculator.errors("$<pom.xml")).isEqualTo("xmdb: failed to open pom.xml (see ::help '$<')\n");
        assertThat(calculator.errors("$<sub")).isEqualTo("xmdb: failed to open sub (see ::help '$<')\n");
    }

    @Test
    void aFileThatIsNoTextOrCannotBeReadIsNamedWithTheReason() throws IOException {
        Files.write(folder.resolve("binary"), new byte[] {'1', 0, '2'});
        Files.write(folder.resolve("large"), "1>n\n".repeat((16 << 20) / 4 + 1).getBytes(StandardCharsets.US_ASCII));
        Path closed = Files.createFile(folder.resolve("closed"));
        assertThat(calculator.errors("$<binary"))
                .isEqualTo("xmdb: failed to open " + folder.resolve("binary") + ": not a text file\n");
        assertThat(calculator.errors("$<large"))
                .isEqualTo("xmdb: failed to open " + folder.resolve("large") + ": longer than 16777216 bytes\n");
        assertThat(calculator.errors("$<''")).isEqualTo("xmdb: failed to open \"\" (see ::help '$<')\n");
        assertThat(calculator.errors("$<" + folder + "/."))
                .isEqualTo("xmdb: failed to open " + folder + "/.: is a directory\n");
        assertThat(calculator.errors("$</dev/zero")).isEqualTo("xmdb: failed to open /dev/zero: not a regular file\n");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(closed)) {
            assertThat(calculator.errors("$<closed"))
                    .isEqualTo("xmdb: failed to open " + closed + ": permission denied\n");
        }
    }

    @Test
    void aChangedFileIsReadAgain() throws IOException {
        macro("changes", "1=X\n");
        assertThat(numbers("$<changes")).containsExactly("1");
        macro("changes", "2=X\n");
        assertThat(numbers("$<changes")).containsExactly("2");
    }

    @Test
    void aNameWithoutAFileMayBeAnAdbMacroOrAType() throws IOException {
        var domain = new Conversation(LinuxDomain.target());
        assertThat(domain.run("init_task$<list_head")).isEqualTo(domain.run("init_task::print struct list_head"));
        assertThat(domain.rows()).isNotEmpty();
        assertThat(domain.run("init_task$<pid")).isEqualTo(domain.run("init_task::print struct pid"));
        assertThat(domain.run("init_task$<atomic")).isEqualTo(domain.run("init_task::print atomic_t"));
        assertThat(domain.run("$<modules")).isEqualTo(domain.run("::modinfo"));
        assertThat(domain.errors("init_task$<no_such_type"))
                .isEqualTo("xmdb: failed to open no_such_type (see ::help '$<')\n");
        macro("modules", "1=X\n");
        domain.session().settings().macroPath(new SearchPath(folder.toString()));
        assertThat(domain.run("$<modules").strip()).isEqualTo("1");
    }

    @Test
    void theAliasesAreListedWithWhatTheyStandFor() {
        assertThat(calculator.run("$M"))
                .startsWith("MACRO                NATIVE EQUIVALENT")
                .contains("\nmsgbuf               ::msgbuf\n", "\npid2proc             ::pid2proc |::print proc_t\n");
    }

    @Test
    void classicFormatsWorkInAMacro() throws IOException {
        macro("list", "./\"next\"16t\"prev\"n2J\n+/\"more\"n2X\n");
        var domain = new Conversation(LinuxDomain.target());
        domain.session().settings().macroPath(new SearchPath(folder.toString()));
        String typed = domain.run("init_task/\"next\"16t\"prev\"n2J") + domain.run("+/\"more\"n2X");
        assertThat(domain.run("init_task$<list")).isEqualTo(typed).contains("next            prev");
    }
}
