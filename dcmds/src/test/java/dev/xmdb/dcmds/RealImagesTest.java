package dev.xmdb.dcmds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on images that Xen's own tools wrote, against what Xen and the guest said of the paused domain. */
@EnabledIfEnvironmentVariable(
        named = "XMDB_IMAGES",
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class RealImagesTest {
    private static final Pattern REGISTER = Pattern.compile("\\b([a-z][a-z0-9]{1,4}): ([0-9a-f]{4,16})\\b");
    private static final Pattern CODE = Pattern.compile("Code \\(instr addr [0-9a-f]+\\)\\n(.*)<([0-9a-f]{2})>(.*)");

    private static Path images() {
        return Path.of(System.getenv("XMDB_IMAGES"));
    }

    private static Target open(String name) throws IOException {
        return Targets.open(
                DomainImages.open(images().resolve(name + ".core.xz"), OpenProgress.NONE), TargetOptions.NONE);
    }

    private static String truth(String image, int vcpu) throws IOException {
        return Files.readString(images().resolve(image + ".truth/xenctx-a.vcpu" + vcpu + ".txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pvh"})
    void registersAndTheBytesAtTheInstructionPointerAreThoseXenSaw(String image) throws IOException {
        try (Target target = open(image)) {
            var session = new Conversation(target);
            assertThat(target.vcpus()).hasSize(2);
            for (int vcpu = 0; vcpu < 2; vcpu++) {
                String truth = truth(image, vcpu);
                session.run("::cpuregs -x -c " + vcpu);
                Map<String, Long> printed = new HashMap<>();
                session.rows().forEach(row -> printed.putAll(addresses(row)));
                Map<String, Long> seen = registers(truth);
                assertThat(seen).hasSizeGreaterThan(24);
                assertThat(printed).containsAllEntriesOf(seen);
                Matcher code = CODE.matcher(truth);
                assertThat(code.find()).isTrue();
                String bytes = (code.group(2) + code.group(3)).replace(" ", "");
                long length = bytes.length() / 2;
                assertThat(dumped(session, String.format("%x::vtop -c %d", seen.get("rip"), vcpu), length))
                        .startsWith(bytes);
            }
        }
    }

    @Test
    void theStatusOfARealImageNamesItsKernelAndHypervisor() throws IOException {
        try (Target target = open("linux-pv64b")) {
            assertThat(new Conversation(target).run("::status"))
                    .contains("pv64b.core.xz (64-bit)\n")
                    .contains("operating system: Linux version 6.1.0-")
                    .contains("domain: PV, 2 vCPUs, 64-bit 4-level paging\n")
                    .contains("hypervisor: Xen 4.17.7\n")
                    .contains("memory: 32768 pages present (128 MiB), 0 absent below pfn 8000\n");
        }
    }

    @Test
    void everyPageThatTheGuestNamedHoldsItsBytes() throws IOException {
        Pattern page = Pattern.compile("va=0x([0-9a-f]+) .*present=1 pfn=0x([0-9a-f]+) bytes=([0-9a-f]+)");
        try (Target target = open("linux-pv64b")) {
            var session = new Conversation(target);
            int compared = 0;
            for (String line : Files.readAllLines(images().resolve("linux-pv64b.truth/guest-lab-truth.txt"))) {
                Matcher found = page.matcher(line);
                if (found.find()) {
                    long offset = Long.parseLong(found.group(1), 16) & 0xfff;
                    String command = String.format("0x%s*1000+%x::map .", found.group(2), offset);
                    assertThat(dumped(session, command, found.group(3).length() / 2))
                            .as(line)
                            .startsWith(found.group(3));
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(20);
        }
    }

    /** Hexadecimal digits of the physical memory at the address that a command pipes on. */
    private static String dumped(Conversation session, String command, long length) {
        session.run(command);
        long address = session.rows().getLast().piped();
        session.run(String.format("%x,%x::dump -pu", address, length));
        assertThat(session.messages()).isEmpty();
        var digits = new StringBuilder();
        for (Emission.Row row : session.rows()) {
            if (row.fields().getLast().value() instanceof Value.Text(String bytes)) {
                digits.append(bytes);
            }
        }
        return digits.toString();
    }

    private static Map<String, Long> registers(String truth) {
        Map<String, Long> registers = new HashMap<>();
        Matcher matcher = REGISTER.matcher(truth);
        while (matcher.find()) {
            String name = matcher.group(1).equals("flags") ? "rflags" : matcher.group(1);
            registers.put(name, Long.parseUnsignedLong(matcher.group(2), 16));
        }
        return registers;
    }

    private static Map<String, Long> addresses(Emission.Row row) {
        Map<String, Long> values = new HashMap<>();
        for (Field field : row.fields()) {
            if (field.value() instanceof Value.Address(long value)) {
                values.put(field.name(), value);
            }
            if (field.value() instanceof Value.SymbolRef ref) {
                values.put(field.name(), ref.address());
            }
        }
        return values;
    }
}
