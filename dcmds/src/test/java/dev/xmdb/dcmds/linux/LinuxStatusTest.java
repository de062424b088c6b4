package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ::status} and {@code ::panicinfo} on Linux domains, against what the guest told of itself. */
final class LinuxStatusTest {

    private static Map<String, Value> fields(Conversation session) {
        return session.rows().getFirst().fields().stream().collect(Collectors.toMap(Field::name, Field::value));
    }

    private static long number(Map<String, Value> fields, String name) {
        return ((Value.Quantity) fields.get(name)).value();
    }

    @Test
    void theStatusOfAKernelIsWhatItSaysOfItself() {
        var session = new Conversation(LinuxDomain.target());
        // guest-sysctl-kernel.txt, guest-cmdline.txt and guest-hypervisor.txt of the sample.
        assertThat(session.run("::status").lines())
                .contains(
                        "release: 6.1.0-56-cloud-amd64",
                        "node name: lab-guest",
                        "the kernel's view: PV domain",
                        "kernel image: not moved (KASLR offset 0), phys_base 0x0",
                        "CPUs: 1 online of 1",
                        "command line: console=hvc0 rdinit=/init loglevel=7 mitigations=off init_on_free=1 lab=small labvcpus=1",
                        "tainted: none")
                .noneMatch(line -> line.startsWith("degraded:") || line.startsWith("panic"));
        Map<String, Value> fields = fields(session);
        // The last thing that the guest told before it was paused: 34.03 seconds.
        assertThat(number(fields, "uptime")).isBetween(34L, 60L);
        assertThat(number(fields, "hz")).isEqualTo(250);
        assertThat(number(fields, "xen_domain_type")).isEqualTo(1);
    }

    @Test
    void everyCapabilityOfASoundKernelIsFound() {
        var session = new Conversation(LinuxDomain.target());
        session.run("::status -v");
        assertThat(session.messages()).isEmpty();
        assertThat(session.rows().stream().skip(1))
                .hasSizeGreaterThan(10)
                .allMatch(row -> row.text().contains(" found   ") || row.text().startsWith("panic "));
    }

    @Test
    void aDomainThatDidNotPanicHasNothingOfAPanic() {
        var session = new Conversation(LinuxDomain.target());
        assertThat(session.errors("::panicinfo"))
                .isEqualTo("xmdb: nothing is recorded of a panic: the kernel did not panic\n");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @ParameterizedTest
    @EnabledIfEnvironmentVariable(named = LinuxDomain.IMAGES, matches = ".+")
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pvh", "linux-pv64-panic"})
    void theTimeSinceTheBootIsThatOfTheGuest(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        session.run("::status");
        String told = Files.readString(LinuxDomain.truth(image, "guest-uptime-final.txt"));
        double last = Double.parseDouble(told.split(" ", -1)[0]);
        // It ran on for some seconds until it was paused.
        assertThat((double) number(fields(session), "uptime")).isBetween(last - 1, last + 30);
        // Its tasks, without the idle ones, are those of /proc: every leader, and twelve more threads of one process.
        List<String> processes = Files.readAllLines(LinuxDomain.truth(image, "guest-proc-stat-final.txt"));
        assertThat(number(fields(session), "processes")).isBetween(processes.size() - 3L, processes.size() + 3L);
        assertThat(number(fields(session), "threads")).isEqualTo(number(fields(session), "processes") + 12);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LinuxDomain.IMAGES, matches = ".+")
    void aKernelThatPanickedTellsWhereAndWhy() {
        var session = new Conversation(LinuxDomain.real("linux-pv64-panic"));
        // console-plain.txt: what the kernel itself printed.
        assertThat(session.run("::status").lines())
                .contains(
                        "panic cause: sysrq: Trigger a crash",
                        "panic message: Kernel panic - not syncing: sysrq triggered crash")
                .anyMatch(line ->
                        line.startsWith("panic on: CPU 1 (vCPU 1), task ") && line.endsWith(", pid 1612, lab-crasher"));
        assertThat(session.run("::panicinfo").lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "cpu 1",
                        "pid 1612",
                        "comm lab-crasher",
                        "cause sysrq: Trigger a crash",
                        "message Kernel panic - not syncing: sysrq triggered crash",
                        // xenctx-a.vcpu1.txt
                        "rip ffffffff81a442b5",
                        "rsp ffffc9004221ba78");
        assertThat(session.messages()).isEmpty();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LinuxDomain.IMAGES, matches = ".+")
    void theStackOfThePanicIsTheOneThatTheKernelPrintedAsItPanicked() throws IOException {
        List<String> printed = Files.readAllLines(LinuxDomain.truth("linux-pv64-panic", "console-plain.txt")).stream()
                .map(line -> line.replaceFirst("^\\[ *[0-9.]+] ", ""))
                .dropWhile(line -> !line.equals("Call Trace:"))
                .filter(line -> line.startsWith(" ") && line.contains("+0x") && !line.startsWith(" ?"))
                .map(line -> line.strip().replaceFirst("/.*", ""))
                .toList();
        // Then it went on in panic, to tell the hypervisor: its own place in panic is a later one, and the dump of the
        // stack is over.
        List<String> since = printed.subList(2, printed.size());
        assertThat(since).hasSize(8);
        var session = new Conversation(LinuxDomain.real("linux-pv64-panic"));
        for (String command : List.of("$c", "::cpustack", "::cpustack -c 1")) {
            List<String> frames = session.run(command)
                    .lines()
                    .map(line -> line.replace("()", ""))
                    .toList();
            assertThat(frames)
                    .as(command)
                    .endsWith(since.toArray(String[]::new))
                    .hasSize(11);
            assertThat(frames.subList(0, 3)).containsExactly("xen_hypercall_pv+5", "xen_reboot+0x60", "panic+0x286");
        }
        assertThat(session.messages()).isEmpty();
    }
}
