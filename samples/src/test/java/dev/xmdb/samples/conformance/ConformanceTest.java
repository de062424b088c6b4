package dev.xmdb.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xmdb.samples.Unpacked;
import dev.xmdb.samples.Xmdb;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.target.disassembly.Disassembler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the program prints is what the description of the language and of the commands says. The cases are text files among the test
 * resources; {@code -Dxmdb.conformance=NAME} runs those of one file.
 */
final class ConformanceTest {
    private static final int LEAST_CASES = 500;
    private static final Path CASES = Path.of("src/test/resources/dev/xmdb/samples/conformance");
    private static final Path SCRATCH = Path.of("target/conformance").toAbsolutePath();
    private static final String ANYTHING = "…";

    private static List<CaseFile> files;
    private static ExecutorService processes;

    @BeforeAll
    static void readTheFiles() throws IOException {
        processes = Executors.newFixedThreadPool(2);
        clear(SCRATCH);
        Files.createDirectories(SCRATCH);
        try (var found = Files.list(CASES)) {
            files = found.filter(path -> path.toString().endsWith(".txt")
                            && !path.getFileName().toString().equals("sections.txt"))
                    .sorted()
                    .map(ConformanceTest::read)
                    .toList();
        }
    }

    @AfterAll
    static void leave() throws IOException {
        processes.shutdownNow();
        clear(SCRATCH);
    }

    @TestFactory
    Stream<DynamicNode> casesPrintWhatTheirSectionsSay() {
        String only = System.getProperty("xmdb.conformance", "");
        var images = new Images();
        List<DynamicNode> nodes = new ArrayList<>();
        for (CaseFile file : files) {
            if (only.isEmpty() || file.name().equals(only)) {
                nodes.add(container(file, images));
            }
        }
        return nodes.stream();
    }

    @Test
    void thereAreEnoughCases() {
        assertThat(files.stream().mapToInt(file -> file.cases().size()).sum()).isGreaterThanOrEqualTo(LEAST_CASES);
    }

    private static Set<Section> sections() throws IOException {
        return Files.readAllLines(CASES.resolve("sections.txt")).stream()
                .filter(line -> line.contains("§"))
                .map(ConformanceTest::section)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Section section(String line) {
        return Section.of(line.substring(0, line.indexOf(' ', line.indexOf('§'))));
    }

    /** Files and texts in them, by the sections that they cover. */
    private static Map<Section, String> elsewhere() throws IOException {
        Map<Section, String> covered = new HashMap<>();
        List<Section> above = new ArrayList<>();
        for (String line : Files.readAllLines(CASES.resolve("sections.txt"))) {
            if (line.startsWith("  ")) {
                covered.put(above.getLast(), line.strip());
            } else if (line.contains("§")) {
                above.add(section(line));
            }
        }
        return covered;
    }

    @Test
    void everySectionOfTheDescriptionHasACaseOrNamesWhatCoversIt() throws IOException {
        Set<Section> without = sections();
        files.forEach(file -> file.cases().forEach(each -> without.remove(each.section())));
        assertThat(without)
                .as("sections without a case")
                .isEqualTo(new TreeSet<>(elsewhere().keySet()));
    }

    @Test
    void whatCoversASectionElsewhereIsThere() throws IOException {
        for (var covered : elsewhere().entrySet()) {
            int end = covered.getValue().indexOf(": ");
            Path file = Xmdb.TOP.resolve(covered.getValue().substring(0, end));
            assertThat(file)
                    .as("what covers %s", covered.getKey())
                    .content()
                    .contains(covered.getValue().substring(end + 2));
        }
    }

    @Test
    void everyCaseNamesASectionOfTheDescription() throws IOException {
        Set<Section> known = sections();
        for (CaseFile file : files) {
            for (Case each : file.cases()) {
                assertThat(known).as(file.path() + ":" + each.line()).contains(each.section());
            }
        }
    }

    @Test
    void titlesTellCasesOfAFileApart() {
        for (CaseFile file : files) {
            assertThat(file.cases().stream().map(Case::name)).as(file.name()).doesNotHaveDuplicates();
        }
    }

    private static DynamicNode container(CaseFile file, Images images) {
        List<Case> shared = file.cases().stream().filter(each -> !each.alone()).toList();
        var ready = CompletableFuture.supplyAsync(() -> place(file, images), processes);
        CompletableFuture<Batch> batch =
                ready.thenApplyAsync(directory -> Batch.of(shared, arguments(file), directory), processes);
        Map<Case, CompletableFuture<Xmdb.Result>> single = new HashMap<>();
        for (Case each : file.cases()) {
            if (each.alone()) {
                single.put(
                        each,
                        ready.thenApplyAsync(
                                directory ->
                                        Batch.run(String.join("\n", each.input()) + "\n", arguments(file), directory),
                                processes));
            }
        }
        Stream<DynamicTest> together = IntStream.range(0, shared.size()).mapToObj(i -> {
            Case each = shared.get(i);
            return test(file, each, () -> compare(file, each, batch.join().printed(i)));
        });
        Stream<DynamicTest> apart = file.cases().stream()
                .filter(Case::alone)
                .map(each -> test(file, each, () -> {
                    Xmdb.Result result = single.get(each).join();
                    compare(file, each, result.out().lines().toList());
                    each.status()
                            .ifPresent(status -> assertThat(result.status()).isEqualTo(status));
                }));
        return DynamicContainer.dynamicContainer(file.name(), Stream.concat(together, apart));
    }

    private static DynamicTest test(CaseFile file, Case each, Runnable body) {
        return DynamicTest.dynamicTest(each.name(), file.path().toUri(), () -> {
            assumeTrue(!file.disassembles() || new Disassembler().problem().isEmpty(), "no disassembler");
            body.run();
        });
    }

    private static void compare(CaseFile file, Case each, List<String> printed) {
        List<String> shown = new ArrayList<>(printed);
        for (int i = 0; i < Math.min(printed.size(), each.expected().size()); i++) {
            String wanted = each.expected().get(i);
            if (wanted.contains(ANYTHING) && Pattern.matches(pattern(wanted), printed.get(i))) {
                shown.set(i, wanted);
            }
        }
        assertThat(visible(shown))
                .as("%s:%d %s%n%s", file.path(), each.line(), each.name(), String.join("\n", each.input()))
                .isEqualTo(visible(each.expected()));
    }

    private static String pattern(String wanted) {
        return Stream.of(wanted.split(ANYTHING, -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    /** Lines with an end that can be seen where blanks stand before it. */
    private static String visible(List<String> lines) {
        return lines.stream()
                .map(line -> line.equals(line.stripTrailing()) ? line : line + "¶")
                .collect(Collectors.joining("\n"));
    }

    private static List<String> arguments(CaseFile file) {
        List<String> arguments = new ArrayList<>(file.options());
        switch (file.image()) {
            case CaseFile.Image.None() -> {}
            case CaseFile.Image.Sample sample -> arguments.add("linux.core.xz");
            case CaseFile.Image.Simulated(String domain, long seed) -> arguments.add(domain + ".core");
        }
        return arguments;
    }

    /** A folder of its own for a file's processes, with the image in it. */
    private static Path place(CaseFile file, Images images) {
        try {
            Path directory = Files.createDirectories(SCRATCH.resolve(file.name()));
            switch (file.image()) {
                case CaseFile.Image.None() -> {}
                case CaseFile.Image.Sample(boolean packed) ->
                    Files.createSymbolicLink(
                            directory.resolve("linux.core.xz"), packed ? Xmdb.SAMPLE : Unpacked.sample());
                case CaseFile.Image.Simulated simulated ->
                    Files.createSymbolicLink(directory.resolve(simulated.domain() + ".core"), images.of(simulated));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CaseFile read(Path path) {
        try {
            return CaseFile.read(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clear(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var found = Files.walk(directory)) {
                for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Images of simulated domains, each made once. */
    private static final class Images {
        private final Map<CaseFile.Image.Simulated, Path> made = new HashMap<>();

        synchronized Path of(CaseFile.Image.Simulated image) throws IOException {
            Path path = made.get(image);
            if (path == null) {
                path = SCRATCH.resolve(image.domain() + "-" + image.seed() + ".image");
                Scenario scenario = Scenario.find(image.domain()).orElseThrow();
                scenario.freeze(new Scenario.Options(image.seed(), scenario.usualPages()))
                        .writeElf(path);
                made.put(image, path);
            }
            return path;
        }
    }
}
