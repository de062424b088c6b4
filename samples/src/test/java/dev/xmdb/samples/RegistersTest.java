package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every register that Xen's own tool printed of a paused vCPU, asked of the program as a variable. */
final class RegistersTest {
    private static final Pattern PAIR = Pattern.compile("\\b(r\\w+|flags|[cdefgs]s|[cd]r\\d):\\s+([0-9a-f]+)");

    private static final Pattern FS_BASE = Pattern.compile("\\s*fs: [0-9a-f]+ @ ([0-9a-f]+)");
    private static final Pattern GS_BASES = Pattern.compile("\\s*gs: [0-9a-f]+ @ ([0-9a-f]+)/([0-9a-f]+)/?");

    @ParameterizedTest
    @CsvSource({
        "linux-pv64, 0", "linux-pv64, 1",
        "linux-pv64b, 0", "linux-pv64b, 1",
        "linux-pvh, 0", "linux-pvh, 1",
        "linux-pv64-small, 0"
    })
    void registersEqualWhatXenPrinted(String name, int vcpu) {
        Map<String, String> truth = truth(RealImages.truth(name, "xenctx-a.vcpu" + vcpu + ".txt"));
        assertThat(truth).hasSizeGreaterThan(20);
        String image = RealImages.image(name).toString();
        String printed = Xmdb.run("-e", "::cpuregs -x -c " + vcpu, image).out();
        Map<String, String> ours = new LinkedHashMap<>();
        var matcher = Pattern.compile("%(\\w+)\\s*=\\s*0x([0-9a-f]+)").matcher(printed);
        while (matcher.find()) {
            ours.put(matcher.group(1), strip(matcher.group(2)));
        }
        assertThat(ours).containsAllEntriesOf(truth);
        assertThat(printed).contains(bases(RealImages.truth(name, "xenctx-a.vcpu" + vcpu + ".txt")));
    }

    private static Map<String, String> truth(List<String> lines) {
        Map<String, String> registers = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.startsWith("Code")) {
                break;
            }
            var matcher = PAIR.matcher(line);
            while (matcher.find()) {
                String register = matcher.group(1);
                registers.put(register.equals("flags") ? "rflags" : register, strip(matcher.group(2)));
            }
        }
        return registers;
    }

    private static List<String> bases(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            var fs = FS_BASE.matcher(lines.get(i));
            if (fs.matches()) {
                var gs = GS_BASES.matcher(lines.get(i + 1));
                assertThat(gs.matches()).isTrue();
                return List.of(
                        "fs base:               0x" + fs.group(1),
                        "gs base, kernel:       0x" + gs.group(1),
                        "gs base, user:         0x" + gs.group(2));
            }
        }
        throw new AssertionError("no segment bases in the truth");
    }

    private static String strip(String digits) {
        return Long.toHexString(Long.parseUnsignedLong(digits, 16));
    }
}
