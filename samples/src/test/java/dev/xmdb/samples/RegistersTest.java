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
    private static final Pattern PAIR = Pattern.compile("\\b(r\\w+|[cdefgs]s|cr[0234]):\\s+([0-9a-f]+)");

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
        truth.remove("rflags");
        assertThat(ours).containsAllEntriesOf(truth);
    }

    private static Map<String, String> truth(List<String> lines) {
        Map<String, String> registers = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.startsWith("Code")) {
                break;
            }
            var matcher = PAIR.matcher(line);
            while (matcher.find()) {
                registers.put(matcher.group(1), strip(matcher.group(2)));
            }
        }
        return registers;
    }

    private static String strip(String digits) {
        return Long.toHexString(Long.parseUnsignedLong(digits, 16));
    }
}
