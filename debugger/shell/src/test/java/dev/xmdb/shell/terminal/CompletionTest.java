package dev.xmdb.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.engine.SearchPath;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    private final Session session = new DebugSession(
            Optional.empty(),
            Modules.load(),
            Surroundings.of(new TextRenderer(new StringBuilder()), new NoTerminal.Nobody()));

    @Test
    void dcmdsAreProposedWithTheirSummaryAndTheirModule() throws IOException {
        assertThat(candidates("::sta")).anySatisfy(candidate -> {
            assertThat(candidate.value()).isEqualTo("::status");
            assertThat(candidate.group()).isNotEmpty();
            assertThat(candidate.descr()).isNotEmpty();
        });
        assertThat(values("ffff,3::wal")).contains("::walk");
        assertThat(values("::walk vcpu | ::vc")).contains("::vcpus");
    }

    @Test
    void theWordToReplaceBeginsAtTheColons() {
        assertThat(parse("ffff,3::wal").word()).isEqualTo("::wal");
        assertThat(parse("::vcpus | ::st").word()).isEqualTo("::st");
        assertThat(parse("1+<ri").word()).isEqualTo("ri");
    }

    @Test
    void shortDcmdsAreProposedAfterADollarOnly() throws IOException {
        assertThat(values("$")).contains("$r", "$q").doesNotContain("::status");
        assertThat(values("::"))
                .contains("::status")
                .allMatch(value -> value.startsWith("::") || value.startsWith("$"));
    }

    @Test
    void aModuleBeforeTheBackquoteNarrowsTheChoice() throws IOException {
        String module = session.modules().getFirst().name();
        assertThat(values("::" + module + "`")).isNotEmpty().allMatch(value -> value.startsWith("::" + module + "`"));
        assertThat(values("::nosuch`")).isEmpty();
    }

    @Test
    void walkersAreProposedAfterWalkAndNothingAfterTheirName() throws IOException {
        assertThat(values("::walk ")).contains("vcpu", "pfn");
        assertThat(values("::walk vcpu ")).isEmpty();
    }

    @Test
    void optionsOfTheDcmdAreProposedAfterADash() throws IOException {
        assertThat(values("::cpuregs -")).contains("-c");
        assertThat(values("::nosuch -")).isEmpty();
    }

    @Test
    void variablesAreProposedAfterALessThan() throws IOException {
        assertThat(values("1=X;<")).contains("0", "9").doesNotContain("::status");
    }

    @Test
    void dcmdsAreProposedForHelp() throws IOException {
        assertThat(values("::help ")).contains("status", "$r");
    }

    @Test
    void macroFilesOfThePathAreProposed(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("ring"));
        Files.createFile(folder.resolve("list"));
        Files.createDirectory(folder.resolve("rest"));
        session.settings().macroPath(new SearchPath("/nosuch:" + folder));
        assertThat(values("$<r")).containsExactly("list", "ring");
        assertThat(values("1,2$<<")).contains("$<<list", "$<<ring");
        assertThat(values("$<ring ")).isEmpty();
    }

    @Test
    void modulesAreProposedWhereTheyCanBeLoadedOrUnloaded() throws IOException {
        assertThat(values("::unload xp")).contains("xpv", "genunix");
        assertThat(values("::load xp")).isEmpty();
        session.unload("xpv");
        assertThat(values("::unload xp")).contains("genunix").doesNotContain("xpv");
        assertThat(values("::load xp")).containsExactly("xpv");
    }

    @Test
    void nothingIsProposedWithinShellTextOrNumbers() throws IOException {
        assertThat(values("!ls ")).isEmpty();
        assertThat(values("0x12")).isEmpty();
    }

    @Test
    void onlyWhatCannotBeRightIsColoured() throws IOException {
        assertThat(colours("::status -v; 10=X")).isEqualTo("::status -v; 10=X");
        assertThat(colours("::nosuch 1")).isEqualTo("\033[31m::nosuch\033[0m 1");
        assertThat(colours("::nosuc")).isEqualTo("::nosuc");
        assertThat(colours("$<macro")).isEqualTo("$<macro");
    }

    private String colours(String line) throws IOException {
        AttributedString highlighted = new CommandHighlighter(session).highlight(NoTerminal.reader(), line);
        return highlighted.toAnsi();
    }

    private List<String> values(String line) throws IOException {
        return candidates(line).stream().map(Candidate::value).toList();
    }

    private List<Candidate> candidates(String line) throws IOException {
        var candidates = new ArrayList<Candidate>();
        new CommandCompleter(session).complete(NoTerminal.reader(), parse(line), candidates);
        return candidates;
    }

    private static ParsedLine parse(String line) {
        return Word.PARSER.parse(line, line.length(), Parser.ParseContext.COMPLETE);
    }
}
