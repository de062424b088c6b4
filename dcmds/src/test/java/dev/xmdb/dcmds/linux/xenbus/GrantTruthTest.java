package dev.xmdb.dcmds.linux.xenbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real domains grant, against what Xen said of it. */
@EnabledIfEnvironmentVariable(
        named = LinuxDomain.IMAGES,
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class GrantTruthTest {
    private static final Pattern TOLD = Pattern.compile(
            "\\(XEN\\) \\[0x(\\p{XDigit}+)] +\\d+ 0x\\p{XDigit}+ 0x\\p{XDigit}+ +(\\d+) 0x0*(\\p{XDigit}+) 0x19");

    @Test
    void grantsOfAGuestWithoutMachineFramesAreThoseThatXenHad() throws IOException {
        var session = new Conversation(LinuxDomain.real("linux-pvh"));
        List<String> rows = session.run("::grants").lines().toList();
        assertThat(session.messages()).isEmpty();
        var expected = new ArrayList<String>();
        for (String line : Files.readAllLines(LinuxDomain.truth("linux-pvh", "xen-debugkey-g-grants.txt"))) {
            Matcher told = TOLD.matcher(line);
            if (told.matches()) {
                // 0x19: access is permitted, the page is read and written.
                expected.add(Integer.parseInt(told.group(1), 16) + " access d" + told.group(2) + " " + told.group(3)
                        + " - reading,writing");
            }
        }
        assertThat(expected).hasSize(2);
        assertThat(rows.subList(2, rows.size()).stream()
                        .map(row -> row.trim().replaceAll(" +", " "))
                        .toList())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pv64-panic"})
    void theTableOfAPvGuestIsNotInTheImageAndNothingWasGivenToDrivers(String image) {
        var session = new Conversation(LinuxDomain.real(image));
        assertThat(session.run("::grants").lines())
                .singleElement()
                .asString()
                .endsWith(
                        ": 512 references in 1 page, 0 given to drivers, 504 free; its pages are Xen's and not in the image");
        assertThat(session.messages()).isEmpty();
        assertThat(session.run("::xenbus").lines()).hasSize(1);
        assertThat(session.messages()).isEmpty();
    }
}
