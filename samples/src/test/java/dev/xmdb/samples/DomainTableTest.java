package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.truth.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README has a table of the domains that can be simulated. The commands of a row, given to the program on that domain, have to print
 * what the simulator told of the fault.
 */
final class DomainTableTest {
    private static final Pattern ROW = Pattern.compile("\\| `([-\\w]+)` \\| (.*) \\| (.*) \\|");
    private static final Pattern COMMAND = Pattern.compile("`([^`]+)`");

    /** Sizes of domains that are otherwise larger than a test needs. */
    private static final Map<String, Scenario.Options> SMALLER =
            Map.of("big", new Scenario.Options(1, 1 << 14, 0, 500, Virtualisation.PV));

    /** What has to be printed of each kind of fault. */
    private static final Map<String, List<String>> CLUES = Map.of(
            "deadlock", List.of("threads", "locks"),
            "hung-taskq", List.of("taskq", "thread"),
            "lost-interrupt", List.of("irq", "handler", "threads"),
            "pt-user-leak", List.of("pages"),
            "stack-corruption", List.of("address", "is"),
            "leak", List.of("cache", "thread"),
            "use-after-free", List.of("cache", "buffer", "damage", "freed_by"),
            "panic", List.of("message", "thread", "rbp"),
            "spinning", List.of("lock", "owner", "spinner_cpu"));

    /** The domain that is written by a process of the simulator's, as users do it; the others by the simulator in this one. */
    private static final String DUMPED = "mutex-deadlock";

    @TempDir
    private Path folder;

    /** A row of the table. */
    private record Row(String fault, List<String> commands) {}

    private static Map<String, Row> table() throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Xmdb.TOP.resolve("README.md"))) {
            var row = ROW.matcher(line.replace("\\|", "\u0000"));
            if (row.matches()) {
                List<String> commands = COMMAND.matcher(row.group(3))
                        .results()
                        .map(command -> command.group(1).replace('\u0000', '|'))
                        .toList();
                rows.put(row.group(1), new Row(row.group(2), commands));
            }
        }
        return rows;
    }

    @Test
    void everyDomainHasARowAndEveryRowADomain() throws IOException {
        assertThat(table().keySet())
                .containsExactlyElementsOf(
                        Scenario.all().stream().map(Scenario::name).toList());
        var listed =
                Xmdb.process(List.of(Xmdb.TOP.resolve("target-sim/bin/xm").toString(), "list"), Xmdb.TOP, Map.of(), "");
        assertThat(listed.out().lines())
                .containsExactlyElementsOf(Scenario.all().stream()
                        .map(each -> String.format("%-16s %s", each.name(), each.fault()))
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> theCommandsOfARowFindWhatIsWrong() throws IOException {
        Map<String, Row> table = table();
        return table.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> finds(each.getKey(), each.getValue().commands())));
    }

    private void finds(String domain, List<String> commands) throws IOException {
        assertThat(commands).isNotEmpty();
        Path image = folder.resolve(domain);
        Facts truth = domain.equals(DUMPED) ? dumped(domain, image) : simulated(domain, image);
        var run = Xmdb.runWithInput(String.join("\n", commands) + "\n", image.toString());
        assertThat(run.out()).isNotEmpty();
        // Nothing is wrong with the big one but its size.
        assertThat(clues(domain, truth))
                .allSatisfy(clue -> assertThat(run.out() + run.err()).contains(clue));
        assertThat(run.err()).doesNotContain("Usage:", "syntax error");
    }

    private static Facts simulated(String domain, Path image) throws IOException {
        Scenario scenario = Scenario.find(domain).orElseThrow();
        FrozenDomain frozen =
                scenario.freeze(SMALLER.getOrDefault(domain, new Scenario.Options(1, scenario.usualPages())));
        frozen.writeElf(image);
        return new Facts(frozen.truth());
    }

    private static Facts dumped(String domain, Path image) {
        var dumped = Xmdb.process(
                List.of(
                        Xmdb.TOP.resolve("target-sim/bin/xm").toString(),
                        "dump-core",
                        "--force",
                        domain,
                        image.toString()),
                Xmdb.TOP,
                Map.of(),
                "");
        assertThat(dumped.status()).as(dumped.err()).isZero();
        return new Facts(JsonFile.read(Path.of(image + ".truth.json")));
    }

    private static List<String> clues(String domain, Facts truth) {
        List<String> clues = new ArrayList<>();
        for (Facts fault : truth.list("faults")) {
            String kind = fault.text("kind");
            assertThat(CLUES).as("kinds of faults").containsKey(kind);
            for (String key : CLUES.getOrDefault(kind, List.of())) {
                add(clues, fault.values().get(key));
            }
        }
        if (domain.equals("sxc16")) {
            add(clues, truth.list("cpus").getFirst().text("thread"));
            truth.list("vcpus").getFirst().list("stack").forEach(frame -> clues.add(frame.text("function") + "+"));
        }
        if (domain.equals("lost-interrupt")) {
            clues.add(" 0   1      1       " + truth.list("faults").getFirst().text("handler"));
        }
        return clues;
    }

    private static void add(List<String> clues, Object fact) {
        if (fact instanceof List<?> list) {
            list.forEach(each -> add(clues, each));
        } else {
            String text = String.valueOf(fact);
            clues.add(text.startsWith("0x") ? text.substring(2) : text);
        }
    }
}
