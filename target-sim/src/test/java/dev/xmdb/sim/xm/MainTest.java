package dev.xmdb.sim.xm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int xm(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void listNamesADomainAndItsFault() {
        assertThat(xm("list")).isZero();
        assertThat(out.toString()).startsWith("sxc16 ").contains("console hangs");
    }

    @Test
    void dumpCoreWritesAnImageAndTheTruthBesideIt() throws IOException {
        Path image = folder.resolve("core.domu");
        assertThat(xm("dump-core", "--memory", "32M", "sxc16", image.toString()))
                .isZero();
        assertThat(image).exists();
        try (JsonParser json = new JsonFactory()
                .createParser(folder.resolve("core.domu.truth.json").toFile())) {
            int tokens = 0;
            while (json.nextToken() != null) {
                tokens++;
            }
            assertThat(tokens).isGreaterThan(1000);
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void sameSeedSameBytes() throws IOException {
        for (String format : new String[] {"elf", "xc_core"}) {
            Path first = folder.resolve("first");
            Path second = folder.resolve("second");
            for (Path each : new Path[] {first, second}) {
                String[] arguments = {
                    "dump-core", "--force", "-f", format, "--seed", "9", "--memory", "32M", "sxc16", each.toString()
                };
                assertThat(xm(arguments)).isZero();
            }
            assertThat(Files.mismatch(first, second)).isEqualTo(-1);
            assertThat(Files.mismatch(folder.resolve("first.truth.json"), folder.resolve("second.truth.json")))
                    .isEqualTo(-1);
        }
    }

    @Test
    void anExistingFileIsNotReplaced() throws IOException {
        Path image = Files.writeString(folder.resolve("core"), "precious");
        assertThat(xm("dump-core", "sxc16", image.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("exists").contains("--force");
        assertThat(image).hasContent("precious");
    }

    @Test
    void anUnknownDomainIsNamed() {
        assertThat(xm("dump-core", "nemo", folder.resolve("core").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("nemo").contains("xm list");
    }

    @Test
    void aSizeThatIsNoneIsRefused() {
        for (String size : new String[] {"", "M", "7", "-1M", "1M", "17G", "999999999G"}) {
            assertThat(xm(
                            "dump-core",
                            "--memory",
                            size,
                            "sxc16",
                            folder.resolve("core").toString()))
                    .as(size)
                    .isEqualTo(2);
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path image = folder.resolve("nowhere").resolve("core");
        assertThat(xm("dump-core", "sxc16", image.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("nowhere");
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        assertThat(xm()).isEqualTo(2);
        assertThat(err.toString()).contains("list, dump-core");
    }
}
