package dev.xmdb.target.guest.linux.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.FrameNaming;
import dev.xmdb.target.RealImages;
import dev.xmdb.target.guest.linux.LinuxTruth;
import dev.xmdb.target.guest.linux.file.Inode;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.Translation;
import dev.xmdb.target.work.Effort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;

/** Address spaces of real processes against what the guest showed of them in /proc. */
@EnabledIfEnvironmentVariable(named = RealImages.VARIABLE, matches = ".+")
final class ProcessSpaceTruthTest {
    /** After its capture the first process of each of these domains, a shell, started this program in its place. */
    private static final int INIT = 1;

    private static final List<String> INIT_NOW = List.of("/lab", "init");

    private final List<String> problems = new ArrayList<>();

    private static ProcessSpace space(LinuxTruth truth, LinuxTask task) {
        return new ProcessSpace(truth.guest(), task.memory());
    }

    /** A mapping as /proc/PID/maps has it. */
    private static String line(Mapping mapping) {
        String text = String.format(
                "%08x-%08x %s %08x %02x:%02x %d",
                mapping.start(),
                mapping.end(),
                mapping.flags().permissions(),
                mapping.offset(),
                mapping.inode().map(Inode::major).orElse(0L),
                mapping.inode().map(Inode::minor).orElse(0L),
                mapping.inode().map(Inode::number).orElse(0L));
        return (text + " " + mapping.name()).strip();
    }

    private static List<String> told(List<String> lines) {
        return lines.stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
    }

    private Map<Integer, List<String>> differing(LinuxTruth truth, Map<Integer, List<String>> maps) {
        Map<Integer, List<String>> differing = new LinkedHashMap<>();
        maps.forEach((pid, lines) -> {
            List<String> own = truth.process(pid).stream()
                    .filter(task -> task.memory() != 0)
                    .flatMap(task -> space(truth, task).mappings(problems::add).stream())
                    .map(ProcessSpaceTruthTest::line)
                    .toList();
            if (!own.equals(told(lines))) {
                differing.put(pid, own);
            }
        });
        return differing;
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void mappingsAreThoseThatTheGuestShowed(String image) {
        LinuxTruth truth = LinuxTruth.of(image);
        Map<Integer, List<String>> maps = truth.perProcess("guest-proc-maps.txt");
        assertThat(maps).hasSizeGreaterThan(4);
        Map<Integer, List<String>> differing = differing(truth, maps);
        assertThat(problems).isEmpty();
        assertThat(differing).containsOnlyKeys(INIT);
        assertThat(differing.get(INIT)).anyMatch(line -> line.endsWith(" /lab"));
    }

    @Test
    void mappingsInAListAreThoseThatTheGuestShowed() throws IOException {
        Map<Integer, List<String>> maps = new LinkedHashMap<>();
        try (var text = new BufferedReader(new InputStreamReader(
                new XZInputStream(Files.newInputStream(RealImages.file("linux-5.10-hvm.truth.txt.xz"))),
                StandardCharsets.ISO_8859_1))) {
            List<String> into = new ArrayList<>();
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                if (line.startsWith("=====")) {
                    into = new ArrayList<>();
                    if (line.startsWith("=====BEGIN maps ")) {
                        maps.put(Integer.valueOf(line.substring("=====BEGIN maps ".length())), into);
                    }
                } else {
                    into.add(line);
                }
            }
        }
        assertThat(maps.values().stream().filter(lines -> !lines.isEmpty())).hasSizeGreaterThan(3);
        Map<Integer, List<String>> differing = differing(LinuxTruth.of("linux-5.10-hvm"), maps);
        assertThat(problems).isEmpty();
        assertThat(differing).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void argumentsAndEnvironmentsAreThoseThatTheGuestShowed(String image) {
        LinuxTruth truth = LinuxTruth.of(image);
        Map<Integer, List<String>> arguments = truth.perProcess("guest-proc-cmdline.txt");
        Map<Integer, List<String>> environments = truth.perProcess("guest-proc-environ.txt");
        assertThat(arguments).hasSizeGreaterThan(4).containsKey(INIT);
        arguments.forEach((pid, told) -> {
            ProcessSpace own = space(truth, truth.process(pid).orElseThrow());
            List<String> words = own.arguments(problems::add);
            if (pid == INIT) {
                assertThat(words).isEqualTo(INIT_NOW);
            } else {
                assertThat(words).isEqualTo(strings(told));
                assertThat(own.environment(problems::add)).isEqualTo(strings(environments.get(pid)));
            }
            assertThat(own.program(problems::add)).hasValue("/lab");
        });
        assertThat(problems).isEmpty();
    }

    private static List<String> strings(List<String> line) {
        return List.of(line.getFirst().split("\0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void pagesAreWhereAndWhatTheirProcessSaidThatTheyAre(String image) {
        LinuxTruth truth = LinuxTruth.of(image);
        Pattern page = Pattern.compile(
                "LAB-TRUTH page pid=(\\d+) what=(\\S+) va=0x(\\S+)(?: .* pfn=0x(\\S+) bytes=(\\S+) .*)?");
        int pages = 0;
        for (String line : truth.lines("guest-lab-truth.txt")) {
            Matcher told = page.matcher(line);
            if (told.matches()) {
                LinuxTask task = truth.process(Integer.parseInt(told.group(1))).orElseThrow();
                PagedMemory memory = space(truth, task).memory();
                long address = Long.parseUnsignedLong(told.group(3), 16);
                if (told.group(2).equals("prot-none")) {
                    assertThat(memory.readable(address, 1)).isZero();
                    continue;
                }
                assertThat(pfn(truth, memory.translate(address))).as(line).isEqualTo(Long.parseLong(told.group(4), 16));
                byte[] expected = HexFormat.of().parseHex(told.group(5));
                byte[] bytes = new byte[expected.length];
                memory.read(address, bytes, 0, bytes.length);
                assertThat(bytes).as(line).isEqualTo(expected);
                pages++;
            }
        }
        assertThat(pages).isGreaterThan(15);
    }

    private static long pfn(LinuxTruth truth, Translation translation) {
        long frame = ((Translation.Outcome.Mapped) translation.outcome()).frame();
        var image = truth.guest().image();
        return image.frameNaming() == FrameNaming.MFN ? image.frames().pfnOfMfn(frame) : frame;
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void countsOfPagesAreThoseThatTheGuestShowed(String image) {
        LinuxTruth truth = LinuxTruth.of(image);
        Map<String, Integer> differing = new LinkedHashMap<>();
        int compared = 0;
        Map<Integer, Map<String, Long>> told = status(truth);
        for (var process : told.entrySet()) {
            LinuxTask task = truth.process(process.getKey()).orElse(null);
            boolean moved = process.getKey() == INIT;
            if (moved
                    || task == null
                    || task.memory() == 0
                    || !process.getValue().containsKey("RssAnon")) {
                continue;
            }
            ProcessSpace own = space(truth, task);
            ResidentPages pages = own.residentPages().orElseThrow();
            Map<String, Long> counted = Map.of(
                    "VmSize", own.mappedPages() * 4,
                    "RssAnon", pages.anonymous() * 4,
                    "RssFile", pages.file() * 4,
                    "RssShmem", pages.shared() * 4,
                    "VmSwap", pages.swapped() * 4);
            counted.forEach((key, value) -> {
                if (!value.equals(process.getValue().get(key))) {
                    differing.merge(
                            process.getKey() + " " + key + " "
                                    + process.getValue().get(key) + " " + value,
                            1,
                            Integer::sum);
                }
            });
            compared++;
        }
        assertThat(compared).isGreaterThan(4);
        assertThat(differing.keySet()).isEmpty();
    }

    private static Map<Integer, Map<String, Long>> status(LinuxTruth truth) {
        Pattern form = Pattern.compile("(Pid|Rss\\w+|Vm\\w+):\\s+(\\d+)(?: kB)?");
        Map<Integer, Map<String, Long>> told = new LinkedHashMap<>();
        Map<String, Long> process = new LinkedHashMap<>();
        for (String line : truth.lines("guest-proc-status.txt")) {
            Matcher found = form.matcher(line);
            if (found.matches()) {
                if (found.group(1).equals("Pid")) {
                    process = new LinkedHashMap<>();
                    told.put(Integer.valueOf(found.group(2)), process);
                }
                process.put(found.group(1), Long.valueOf(found.group(2)));
            }
        }
        return told;
    }

    @Test
    void whatIsInMemoryOfALockedMappingIsAllOfIt() {
        LinuxTruth truth = LinuxTruth.of("linux-pv64b");
        ProcessSpace memory = space(truth, truth.process(157).orElseThrow());
        for (Mapping mapping : memory.mappings(problems::add)) {
            boolean all = mapping.flags().codes().contains("lo")
                    && !mapping.flags().permissions().startsWith("-");
            assertThat(memory.resident(mapping, Effort.UNWATCHED))
                    .as(mapping.toString())
                    .isEqualTo(all || mapping.name().equals("[vdso]") ? mapping.size() : 0);
        }
    }
}
