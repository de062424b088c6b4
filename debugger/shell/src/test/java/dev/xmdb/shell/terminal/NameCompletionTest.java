package dev.xmdb.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.symbols.Symbol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Completion of a guest's own names; those expected are names that every kernel of the sample's release has. */
class NameCompletionTest {
    private static final Path SAMPLE = Path.of("../../samples/images/linux-pv64-small.core.xz");

    private static Target target;
    private static DebugSession session;

    @BeforeAll
    static void open() throws IOException {
        target = Targets.open(DomainImages.open(SAMPLE, OpenProgress.NONE), TargetOptions.NONE);
        session = new DebugSession(
                Optional.of(target),
                Modules.load(),
                Surroundings.of(new TextRenderer(new StringBuilder()), new NoTerminal.Nobody()));
        // All of them, whatever the machine is busy with.
        session.names().prepare();
        while (session.names().symbols("linux_banner", 10).isEmpty()
                || session.names().types("struct task_struct", 10).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void close() {
        target.close();
    }

    @Test
    void symbolsAreProposedWhereAnExpressionStands() {
        assertThat(values("linux_ban")).contains("linux_banner");
        assertThat(values("1+*init_tas")).contains("init_task");
        assertThat(values("::walk proc | ::map init_ta")).isEmpty();
        assertThat(values("0x12")).isEmpty();
    }

    @Test
    void everySymbolProposedBeginsWithWhatWasTyped() {
        assertThat(candidates("sys_").stream()
                        .filter(candidate -> candidate.group().equals("symbols"))
                        .map(Candidate::value))
                .isNotEmpty()
                .allMatch(value -> value.startsWith("sys_"));
    }

    @Test
    void anObjectBeforeTheBackquoteNarrowsTheChoice() {
        assertThat(values("vmlin")).contains("vmlinux`");
        assertThat(values("vmlinux`linux_ban")).contains("vmlinux`linux_banner");
        assertThat(values("nosuch`linux_ban")).isEmpty();
    }

    @Test
    void namesThatTheUserMadeAreProposed() {
        session.run("1000::nmadd scratchpad; ::typedef -c LP64; ::typedef 'struct boxes { int lid; }' boxes_t", "");
        assertThat(values("scratch")).contains("scratchpad");
        assertThat(values("::sizeof boxe")).contains("boxes_t");
        assertThat(values("::print struct boxes ")).containsExactly("lid");
        session.run("::nmdel scratchpad; ::typedef -d", "");
    }

    @Test
    void typesAreProposedAfterDcmdsThatTakeOne() {
        assertThat(values("::sizeof pid")).contains("pid_t").contains("struct");
        assertThat(values("init_task::print struct task_str")).contains("task_struct");
        assertThat(values("::print -t struct task_str")).contains("task_struct");
        assertThat(values("::offsetof struct task_str")).contains("task_struct");
        assertThat(values("::printf '%d' struct task_str")).contains("task_struct");
        assertThat(values("::enum zone_ty")).contains("zone_type");
        assertThat(values("::print -s ")).isEmpty();
    }

    @Test
    void membersAreProposedAlongAPath() {
        assertThat(values("init_task::print struct task_struct com")).contains("comm");
        assertThat(values("init_task::print struct task_struct comm pi")).contains("pid");
        assertThat(values("init_task::print struct task_struct se.lo")).contains("se.load");
        assertThat(values("init_task::print struct task_struct mm->pg")).contains("mm->pgd");
        assertThat(values("init_task::print struct task_struct * real_parent->real_parent->com"))
                .contains("real_parent->real_parent->comm");
        assertThat(values("::offsetof struct task_struct com")).contains("comm");
        assertThat(values("::offsetof struct task_struct comm pi")).isEmpty();
        assertThat(values("::sizeof struct task_struct com")).isEmpty();
        assertThat(values("::print struct nosuch com")).isEmpty();
        assertThat(values("::print struct task_struct nosuch.com")).isEmpty();
    }

    @Test
    void aMemberThatHasMembersCanBeGoneOnWith() {
        assertThat(candidates("::print struct task_struct s"))
                .anySatisfy(candidate -> {
                    assertThat(candidate.value()).isEqualTo("se");
                    assertThat(candidate.complete()).isFalse();
                })
                .anySatisfy(candidate -> {
                    assertThat(candidate.value()).isEqualTo("static_prio");
                    assertThat(candidate.complete()).isTrue();
                    assertThat(candidate.descr()).isEqualTo("int");
                });
    }

    @Test
    void walkersOfTheTargetModulesAndObjectsAreProposed() {
        assertThat(values("::walk task_str")).contains("task_struct");
        assertThat(values("::dmods -l li")).contains("linux");
        assertThat(values("::nm vml")).contains("vmlinux");
    }

    @Test
    void onlyVariablesThatCanBeSetAreProposedAfterAGreaterThan() {
        assertThat(values("<ri")).contains("rip");
        assertThat(values("1>r")).doesNotContain("rip").contains("hits");
        assertThat(values("::unset ")).contains("hits").doesNotContain("rip");
    }

    @Test
    void commandsOfOtherDebuggersAreProposedAtTheBeginningOfALineOnly() {
        assertThat(values("p")).contains("ps");
        assertThat(values("1+p")).doesNotContain("ps");
    }

    @Test
    void ofVeryManyNamesSomeAreProposed() {
        assertThat(session.symbols().all("vmlinux").orElseThrow().stream()
                        .map(Symbol::name)
                        .filter(name -> name.startsWith("s"))
                        .distinct())
                .hasSizeGreaterThan(2000);
        assertThat(values("s")).hasSizeBetween(100, 999).allMatch(value -> value.startsWith("s"));
    }

    private static List<String> values(String line) {
        return candidates(line).stream().map(Candidate::value).toList();
    }

    private static List<Candidate> candidates(String line) {
        var candidates = new ArrayList<Candidate>();
        try {
            new CommandCompleter(session)
                    .complete(
                            NoTerminal.reader(),
                            Word.PARSER.parse(line, line.length(), Parser.ParseContext.COMPLETE),
                            candidates);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return candidates;
    }
}
