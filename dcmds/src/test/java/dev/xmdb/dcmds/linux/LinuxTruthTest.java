package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.TruthSections;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on real Linux domains against what the guest and Xen said of them. */
@EnabledIfEnvironmentVariable(
        named = LinuxDomain.IMAGES,
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class LinuxTruthTest {
    private static final Pattern STAT = Pattern.compile("(\\d+) \\((.*)\\) (\\S) (\\d+) .*");
    private static final Pattern ROW =
            Pattern.compile("([> ]) (\\S) +(\\d+) +(\\d+) +\\d+ +\\d+ 0x[0-9a-f]{8} [0-9a-f]{16} \\[?(.*?)]?");

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh"})
    void processesAreThoseThatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        Map<String, Matcher> rows = new HashMap<>();
        session.run("::ps").lines().skip(1).forEach(line -> {
            Matcher row = ROW.matcher(line);
            assertThat(row.matches()).as(line).isTrue();
            rows.put(row.group(3), row);
        });
        assertThat(session.messages()).isEmpty();
        int compared = 0;
        int moved = 0;
        for (String told : Files.readAllLines(LinuxDomain.truth(image, "guest-proc-stat-final.txt"))) {
            Matcher stat = STAT.matcher(told);
            if (stat.matches() && rows.containsKey(stat.group(1))) {
                Matcher row = rows.get(stat.group(1));
                assertThat(row.group(4)).as(told).isEqualTo(stat.group(4));
                moved += row.group(2).equals(stat.group(3)) ? 0 : 1;
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(45);
        // The capture itself ran then, and waits now.
        assertThat(moved).isLessThanOrEqualTo(3);
    }

    @Test
    void theCpusAreTheVcpusWhosePerCpuMemoryTheyHave() {
        var session = new Conversation(LinuxDomain.real("linux-pv64"));
        List<String> lines = session.run("::cpuinfo").lines().skip(1).toList();
        assertThat(lines.get(0))
                .matches("  0 ffff888007a31c40    0    1 user    ffff888004f63100    178 lab-spin-user");
        assertThat(lines.get(1))
                .matches("  1 ffff888007b31c40    1    1 kernel  ffff888004f60000    179 lab-spin-kern");
    }

    @Test
    void theStackOfACpuInTheKernelIsTheOneThatItWasIn() {
        var session = new Conversation(LinuxDomain.real("linux-pv64"));
        List<String> expected = List.of(
                "clear_user_rep_good+0xe()",
                "read_zero+0x5d()",
                "vfs_read+0xa2()",
                "ksys_read+0x6b()",
                "do_syscall_64+0x5d()",
                "entry_SYSCALL_64_after_hwframe+0x6e()");
        assertThat(session.run("::cpustack -c 1").lines()).containsExactlyElementsOf(expected);
        assertThat(session.run("ffff888007b31c40::cpustack").lines()).containsExactlyElementsOf(expected);
        assertThat(session.run("::cpustack -c 0").lines().findFirst())
                .hasValue("vCPU 0 was in user mode at 402d3a: nothing is on its kernel stack");
        assertThat(session.run("ffff888004f60000::findstack").lines().skip(2).map(String::strip))
                .containsExactlyElementsOf(expected.subList(1, expected.size()));
    }

    @Test
    void theStackOfAThreadIsTheOneThatItWaitsIn() {
        var session = new Conversation(LinuxDomain.real("linux-pv64"));
        assertThat(session.run("0t165::pid2proc | ::findstack").lines().skip(2).map(String::strip))
                .containsExactly(
                        "schedule+0x5a()",
                        "pipe_read+0x3df()",
                        "vfs_read+0x2db()",
                        "ksys_read+0xb7()",
                        "do_syscall_64+0x5d()",
                        "entry_SYSCALL_64_after_hwframe+0x6e()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pvh", "linux-pv64-panic", "linux-5.10-hvm"})
    void everyTaskOfOtherDomainsHasAStackThatEndsWell(String image) {
        var session = new Conversation(LinuxDomain.real(image));
        session.run("::stacks");
        assertThat(session.messages()).isEmpty();
        assertThat(session.rows()).hasSizeGreaterThan(15);
        session.run("::cpustack -a");
        assertThat(session.messages()).isEmpty();
        assertThat(session.run("::cpuinfo").lines()).hasSizeGreaterThan(1);
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux-pv64",
                "linux-pv64b",
                "linux-pv64-small",
                "linux-pvh",
                "linux-pv64-panic",
                "linux-5.10-hvm"
            })
    void messagesAreThoseThatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        List<String> told = image.equals("linux-5.10-hvm")
                ? TruthSections.of(image, "dmesg")
                : Files.readAllLines(LinuxDomain.truth(image, "guest-dmesg.txt"));
        assertThat(told).hasSizeGreaterThan(200);
        List<String> own = session.run("::msgbuf -t").lines().toList();
        assertThat(session.messages()).isEmpty();
        assertThat(own).startsWith(told.toArray(String[]::new));
        List<String> later = own.subList(told.size(), own.size());
        // The kernel logged on after the capture: that memory was cleaned up, or that it died.
        switch (image) {
            case "linux-pv64-small" ->
                assertThat(later).singleElement().asString().endsWith("drop_caches: 3");
            case "linux-pv64-panic" ->
                assertThat(later.get(1)).endsWith("Kernel panic - not syncing: sysrq triggered crash");
            default -> assertThat(later).isEmpty();
        }
    }

    @Test
    void theModulesAreThoseThatTheGuestTold() throws IOException {
        var session = new Conversation(LinuxDomain.real("linux-pv64b"));
        List<String> rows = session.run("::modinfo").lines().skip(1).toList();
        List<String> told = Files.readAllLines(LinuxDomain.truth("linux-pv64b", "guest-modules.txt"));
        assertThat(rows).hasSameSizeAs(told);
        for (int i = 0; i < rows.size(); i++) {
            String[] words = told.get(i).split(" ", -1);
            String users = words[3].equals("-")
                    ? ""
                    : " \\(" + words[3].replace(",", " ").strip() + "\\)";
            assertThat(rows.get(i))
                    .matches("[0-9a-f]{16} " + words[5].substring(2)
                            + String.format(" %8x %4s LIVE   %s", Long.parseLong(words[1]), words[2], words[0])
                            + users);
        }
    }
}
