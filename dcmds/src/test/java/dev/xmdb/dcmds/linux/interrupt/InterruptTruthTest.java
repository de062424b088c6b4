package dev.xmdb.dcmds.linux.interrupt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Event channels and interrupts of real domains against what Xen and the guest itself said of them. */
@EnabledIfEnvironmentVariable(
        named = LinuxDomain.IMAGES,
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class InterruptTruthTest {
    /** A channel by Xen's debug key: port, pending, masked, queue, state, vCPU, and the number of a virtual interrupt. */
    private static final Pattern TOLD = Pattern.compile(
            "\\(XEN\\) +(\\d+) \\[(\\d)/(\\d)/ +(\\d+|-) +]: s=(\\d) n=(\\d+) x=0(?: v=(\\d+))?(?: d=\\d+ p=\\d+)?");

    private static final Pattern ROW =
            Pattern.compile("(\\S+) +(\\d+) +(\\d+) +(\\d+) +([01]) +([01]) +(\\S+(?: off)?) +(\\S+) +(.+)");
    private static final Pattern NEXT =
            Pattern.compile("in a queue, (?:the last one there|before event channel (\\d+))");
    private static final Map<String, String> KINDS = Map.of("3", "evtchn", "5", "virq:timer", "6", "ipi:");

    /** The channels of the guest, the domain that is listed last. */
    private static List<Matcher> told(String image) throws IOException {
        var channels = new ArrayList<Matcher>();
        for (String line : Files.readAllLines(LinuxDomain.truth(image, "xen-debugkey-e-evtchn.txt"))) {
            if (line.contains("information for domain")) {
                channels.clear();
            }
            Matcher channel = TOLD.matcher(line);
            if (channel.matches()) {
                channels.add(channel);
            }
        }
        assertThat(channels).hasSizeGreaterThan(6);
        return channels;
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pv64-panic", "linux-pvh"})
    void eventChannelsAreThoseThatXenHadForTheDomain(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        List<Matcher> told = told(image);
        List<String> rows = session.run("::evtchns").lines().skip(1).toList();
        assertThat(session.messages()).isEmpty();
        assertThat(rows).hasSameSizeAs(told);
        for (int i = 0; i < rows.size(); i++) {
            Matcher row = ROW.matcher(rows.get(i));
            assertThat(row.matches()).as(rows.get(i)).isTrue();
            Matcher channel = told.get(i);
            String line = channel.group();
            assertThat(row.group(2)).as(line).isEqualTo(channel.group(1));
            assertThat(row.group(1)).as(line).startsWith(String.valueOf(KINDS.get(channel.group(5))));
            assertThat(row.group(4)).as(line).isEqualTo(channel.group(6));
            assertThat(row.group(5)).as(line).isEqualTo(channel.group(3));
            assertThat(row.group(6)).as(line).isEqualTo(channel.group(2));
            boolean interdomain = channel.group(5).equals("3");
            assertThat(row.group(8))
                    .isEqualTo(!interdomain ? "-" : channel.group(1).equals("1") ? "store" : "console");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pv64-panic", "linux-pvh"})
    void aChannelIsInTheQueueThatXenHadItIn(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        var queued = new HashMap<Integer, Integer>();
        for (Matcher channel : told(image)) {
            String details = session.run("0t" + channel.group(1) + "::evtchns -v");
            Matcher next = NEXT.matcher(details);
            assertThat(next.find())
                    .as(channel.group())
                    .isEqualTo(!channel.group(4).equals("-"));
            if (!channel.group(4).equals("-")) {
                int after = next.group(1) == null ? 0 : Integer.parseInt(next.group(1));
                assertThat(after).isEqualTo(Integer.parseInt(channel.group(4)));
                queued.put(Integer.parseInt(channel.group(1)), Integer.parseInt(channel.group(6)));
            }
        }
        var found = new HashMap<Integer, Integer>();
        session.run("::vcpuinfo").lines().skip(1).forEach(line -> {
            String[] words = line.trim().split(" +", -1);
            for (int word = 6; word < words.length; word++) {
                for (String port :
                        words[word].substring(words[word].indexOf(':') + 1).split(",", -1)) {
                    found.put(Integer.parseInt(port), Integer.parseInt(words[0]));
                }
            }
        });
        assertThat(session.messages()).isEmpty();
        assertThat(found).isEqualTo(queued);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pv64-panic", "linux-pvh"})
    void interruptsAreThoseThatTheGuestCounted(String image) throws IOException {
        List<String> told = Files.readAllLines(LinuxDomain.truth(image, "guest-interrupts-final.txt"));
        var session = new Conversation(LinuxDomain.real(image));
        sameAs(told, session.run("::interrupts -c").lines().toList(), 2000);
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void theInterruptsOfAMachineWithoutXenAreThoseThatItCounted() throws IOException {
        var session = new Conversation(LinuxDomain.real("linux-5.10-hvm"));
        List<String> rows = session.run("::interrupts -c").lines().toList();
        assertThat(session.messages()).isEmpty();
        // The serial line that the truth went through was open then, and is not any more: of it only the count is left,
        // and it grew.
        List<String> told = hvmTruth("interrupts").stream()
                .map(line -> line.replace("ttyS1", ""))
                .toList();
        sameAs(told, rows, 10_000);
        assertThat(session.errors("::evtchns"))
                .isEqualTo(
                        "xmdb: event channels: this kernel does not run on Xen, or does not know that it does (xen_domain_type is 0): it has no event channels\n");
    }

    private static List<String> hvmTruth(String section) throws IOException {
        Path file = LinuxDomain.truth("linux-5.10-hvm", "../linux-5.10-hvm.truth.txt.xz")
                .normalize();
        try (var reader = new BufferedReader(
                new InputStreamReader(new XZInputStream(Files.newInputStream(file)), StandardCharsets.ISO_8859_1))) {
            return reader.lines()
                    .dropWhile(line -> !line.equals("=====BEGIN " + section))
                    .skip(1)
                    .takeWhile(line -> !line.equals("=====END"))
                    .toList();
        }
    }

    /** The same lines, with counts that went on for a few seconds between the capture and the image. */
    private static void sameAs(List<String> told, List<String> rows, long drift) {
        Map<String, String> own = new HashMap<>();
        rows.forEach(row -> own.put(row.trim().split(":", 2)[0], row));
        int cpus = told.getFirst().trim().split(" +", -1).length;
        int compared = 0;
        for (String line : told.subList(1, told.size())) {
            String[] expected = line.trim().split(" +", -1);
            String key = expected[0].replace(":", "");
            if (key.equals("ERR") || key.equals("MIS")) {
                continue;
            }
            assertThat(own).as(line).containsKey(key);
            String[] words = own.get(key).trim().split(" +", -1);
            for (int cpu = 1; cpu <= cpus; cpu++) {
                long before = Long.parseLong(expected[cpu]);
                assertThat(Long.parseLong(words[cpu])).as(line).isBetween(before, before + drift);
            }
            if (Character.isDigit(key.charAt(0))) {
                assertThat(List.of(words).subList(cpus + 1, words.length))
                        .as(line)
                        .isEqualTo(List.of(expected).subList(cpus + 1, expected.length));
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(15);
    }

    /** The bindings that the specification of image P lists. */
    @Test
    void channelsAndInterruptNumbersBelongToEachOther() {
        var session = new Conversation(LinuxDomain.real("linux-pv64"));
        List<String> rows = session.run("::evtchns").lines().toList();
        assertThat(rows).hasSize(15);
        assertThat(rows.get(3)).matches("virq:timer +3 +0 +0 .* xen_timer_interrupt \\(timer0\\)");
        assertThat(rows.get(1)).matches("evtchn +1 +12 +1 .* \\(xenbus\\)");
        assertThat(rows.get(2)).matches("evtchn +2 +13 .* hvc_handle_interrupt \\(hvc_console\\)");
        assertThat(rows.get(10)).matches("ipi:resched +10 +7 .* \\(resched1\\)");
        assertThat(session.run("0xa::evtchns -d").lines().skip(1).findFirst().orElse(""))
                .endsWith(" resched1");
        assertThat(session.run("::walk evtchn | ::evtchns").lines().toList()).containsExactlyElementsOf(rows);
        assertThat(session.run("::walk irq | ::interrupts -a")).isEqualTo(session.run("::interrupts -a"));
    }

    @Test
    void aGuestThatPanickedTellsWhyItsEventsWait() {
        var session = new Conversation(LinuxDomain.real("linux-pv64-panic"));
        List<String> pending = session.run("::evtchns -p").lines().toList();
        assertThat(pending.stream()
                        .filter(line -> line.startsWith("virq:timer         9"))
                        .toList())
                .singleElement()
                .asString()
                .contains(" cpu off ");
        assertThat(pending).contains("    CPU 1 has turned interrupts off and takes it when it turns them on");
        assertThat(pending).contains("    masked for good: a CPU that waits for a lock asks for it");
    }

    @Test
    void thePageFaultEntersTheKernelWhereXenAndTheIdtSay() {
        var pv = new Conversation(LinuxDomain.real("linux-pv64"));
        assertThat(pv.run("::idt").lines().filter(line -> line.startsWith("e ")))
                .singleElement()
                .asString()
                .matches("e +xen_asm_exc_page_fault +13 +0 \\+ int +0");
        var pvh = new Conversation(LinuxDomain.real("linux-pvh"));
        List<String> gates = pvh.run("::idt").lines().toList();
        assertThat(gates).hasSize(257);
        assertThat(gates.get(3)).matches("2 +asm_exc_nmi +10 +0 \\+ int +2");
        assertThat(gates.get(9)).matches("8 +asm_exc_double_fault +10 +0 \\+ int +1");
        assertThat(gates.get(15)).matches("e +asm_exc_page_fault +10 +0 \\+ int +0");
        assertThat(gates.get(129)).matches("80 +asm_int80_emulation +10 +3 \\+ int +0");
        assertThat(pvh.run("idt_table+0xe0::gate_desc").lines().skip(1))
                .singleElement()
                .asString()
                .matches("asm_exc_page_fault +10 +0 \\+ int +0");
    }
}
