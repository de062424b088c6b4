package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;

/** Memory of real Linux domains against /proc of the guest, taken a little before the image. */
@EnabledIfEnvironmentVariable(
        named = LinuxDomain.IMAGES,
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class LinuxMemoryTruthTest {
    private static final int KIB_OF_PAGE = 4;
    private static final String HVM = "linux-5.10-hvm";
    private static final Pattern AREA =
            Pattern.compile("([0-9a-f]{16}) +([0-9a-f]+) +(\\S+) (\\S+) +(\\S+?)(?:, (.*))?");

    private static List<String> told(String image, String section) throws IOException {
        if (!image.equals(HVM)) {
            return Files.readAllLines(
                    LinuxDomain.truth(image, "guest-" + section + ".txt"), StandardCharsets.ISO_8859_1);
        }
        try (var lines = new BufferedReader(new InputStreamReader(
                new XZInputStream(Files.newInputStream(
                        LinuxDomain.truth(image, "x").getParent().resolveSibling(image + ".truth.txt.xz"))),
                StandardCharsets.ISO_8859_1))) {
            return lines.lines()
                    .dropWhile(line -> !line.equals("=====BEGIN " + section.replace("-final", "")))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("====="))
                    .toList();
        }
    }

    private static Map<String, Long> rows(Conversation session) {
        var rows = new HashMap<String, Long>();
        session.run("::memstat")
                .lines()
                .skip(2)
                .filter(line -> !line.isEmpty())
                .forEach(line -> rows.put(
                        line.substring(0, 17).strip(),
                        Long.parseLong(line.substring(17, 33).strip())));
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic", HVM})
    void theUseOfMemoryIsWhatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        Map<String, Long> rows = rows(session);
        assertThat(session.messages()).isEmpty();
        var told = new HashMap<String, Long>();
        for (String line : told(image, "meminfo-final")) {
            String[] words = line.split(":? +", -1);
            told.put(words[0], Long.parseLong(words[1]) / KIB_OF_PAGE);
        }
        // Files and what is swapped: nothing wrote any in between.
        assertThat(rows.get("Shared memory")).isCloseTo(told.get("Shmem"), within(2L));
        assertThat(rows.get("Shared memory") + rows.get("Page cache"))
                .isCloseTo(told.get("Cached") + told.get("Buffers"), within(4L));
        assertThat(rows.get("Slab")).isCloseTo(told.get("Slab"), within(told.get("Slab") / 10));
        assertThat(rows.get("Page tables")).isCloseTo(told.get("PageTables"), within(40L));
        assertThat(rows.get("Free") + rows.get("Free (CPU lists)"))
                .isCloseTo(told.get("MemFree"), within(told.get("MemFree") / 8));
        assertThat(rows.get("Kernel stacks")).isCloseTo(told.get("KernelStack"), within(40L));
        long anon = told.get("AnonPages");
        assertThat(rows.get("Anon")).isBetween(anon / 2, anon + anon / 2 + 64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic", HVM})
    void areasAreThoseThatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        List<String> own = new ArrayList<>();
        for (String row : session.run("::vmalloc").lines().skip(1).toList()) {
            Matcher area = AREA.matcher(row);
            assertThat(area.matches()).as(row).isTrue();
            String pages = area.group(3).equals("-") ? "" : " pages=" + area.group(3);
            String more = area.group(6) == null ? "" : area.group(6).replaceAll(",? ?(stack|module) .*", "");
            own.add(Long.parseLong(area.group(2), 16) + (area.group(5).equals("-") ? "" : " " + area.group(5)) + pages
                    + (more.isEmpty() ? "" : String.format(" phys=0x%016x", Long.parseLong(more.substring(9), 16)))
                    + " " + area.group(4).split(",", -1)[0]);
        }
        assertThat(session.messages()).isEmpty();
        int compared = 0;
        var missing = new ArrayList<String>();
        for (String line : told(image, "vmallocinfo")) {
            String area = line.replaceFirst("^0x\\S+ +", "")
                    .replaceFirst(" N0=\\d+$", "")
                    .replaceFirst(" vpages", "")
                    .replaceFirst("(\\+0x0)?/0x\\S+", "");
            if (line.isEmpty() || area.endsWith("unpurged vm_area")) {
                continue;
            }
            compared++;
            // An area of no kind has no word.
            if (!own.remove(area) && !own.remove(area + " -")) {
                missing.add(area);
            }
        }
        assertThat(compared).isGreaterThan(60);
        // Stacks of programs that the capture ran, and the terminal that it was written to.
        assertThat(missing)
                .allMatch(area -> area.contains("kernel_clone") || area.contains("n_tty_open"))
                .hasSizeLessThan(12);
        assertThat(own.stream().filter(area -> !area.contains("kernel_clone") && !area.contains("unpurged")))
                .hasSizeLessThan(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void zonesAreThoseThatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        String own = session.run("::zoneinfo");
        Pattern number = Pattern.compile(" +(min|low|high|spanned|present|managed|start_pfn:) +(\\d+)");
        Map<String, Long> zone = new HashMap<>();
        int compared = 0;
        for (String line : told(image, "zoneinfo")) {
            Matcher value = number.matcher(line);
            if (line.startsWith("Node")) {
                zone.clear();
                zone.put(line.substring(line.lastIndexOf(' ') + 1), 0L);
            } else if (value.matches()) {
                zone.putIfAbsent(value.group(1), Long.parseLong(value.group(2)));
            }
            if (line.startsWith("  start_pfn:") && zone.get("spanned") != 0) {
                String name = zone.keySet().stream()
                        .filter(key -> Character.isUpperCase(key.charAt(0)))
                        .findFirst()
                        .orElseThrow();
                String row = own.lines()
                        .filter(each -> each.split(" +", -1)[2].equals(name))
                        .findFirst()
                        .orElseThrow();
                assertThat(row)
                        .matches(String.format(
                                "[0-9a-f]{16}    0 %-8s %9x %9d %9d %9d +\\d+ +\\d+ %7d %7d %7d",
                                name,
                                zone.get("start_pfn:"),
                                zone.get("spanned"),
                                zone.get("present"),
                                zone.get("managed"),
                                zone.get("min"),
                                zone.get("low"),
                                zone.get("high")));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void theZoneThatNobodyUsedHasTheFreeBlocksThatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        List<String> own = session.run("::buddyinfo -v")
                .lines()
                .map(LinuxMemoryTruthTest::words)
                .toList();
        assertThat(session.messages()).isEmpty();
        // Node 0, zone      DMA      0      0 …
        String blocks = told(image, "buddyinfo").getFirst();
        assertThat(own).contains("0 DMA " + words(blocks.substring(blocks.indexOf("DMA") + 3)));
        Pattern type = Pattern.compile("Node +0, zone +DMA, type +(\\S+) ((?: *\\d+)+) *");
        int compared = 0;
        for (String line : told(image, "pagetypeinfo")) {
            Matcher use = type.matcher(line);
            if (use.matches()) {
                String name = use.group(1).equals("HighAtomic") ? "Highatomic" : use.group(1);
                assertThat(own).contains("0 DMA " + name + " " + words(use.group(2)));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(5);
    }

    @Test
    void theKernelsRootTableIsInTheFrameThatItsPlaceTells() {
        var session = new Conversation(LinuxDomain.real("linux-pv64"));
        assertThat(session.run("init_top_pgt::vatopfn -v")).endsWith("""
                        Virtual address 0xffffffff82a10000 maps pfn 0x2a10 (mfn 0xbba10)
                        By its place in the kernel's image it is pfn 0x2a10, the same
                        """);
    }

    private static String words(String text) {
        return String.join(" ", text.strip().split(" +", -1));
    }
}
