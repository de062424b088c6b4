package dev.xmdb.sim.xm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.xmdb.sim.machine.DomainMemory;
import dev.xmdb.sim.machine.HostFrames;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
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
    void aFolderOrADeviceIsNoPlaceForAnImage() {
        for (String place : new String[] {folder.toString(), "/dev/null", ""}) {
            assertThat(xm("dump-core", "--force", "sxc16", place)).as(place).isEqualTo(2);
        }
        assertThat(err.toString())
                .contains(folder + " is a folder", "/dev/null is not a file", "the name of the file is empty");
    }

    @Test
    void aFileInAFileCannotBe() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "text");
        assertThat(xm("dump-core", "sxc16", plain + "/core")).isEqualTo(1);
        assertThat(err.toString()).contains("cannot write " + plain + "/core: " + plain + " is not a folder");
    }

    @Test
    void anImageThatCannotBeCompletedIsTakenAway() throws IOException {
        Path image = folder.resolve("core");
        var files = DumpFiles.of(image);
        assertThatThrownBy(() -> files.write(Files::createFile, truth -> {
                    Files.createFile(truth);
                    throw new IOException("No space left on device");
                }))
                .hasMessage("cannot write " + image + ".truth.json: the disk is full");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDamageIsInflictedAndTold() throws IOException {
        Path image = folder.resolve("core");
        assertThat(xm("dump-core", "--memory", "32M", "--damage", "threads-cycle", "sxc16", image.toString()))
                .isZero();
        assertThat(Files.readString(folder.resolve("core.truth.json"))).contains("\"kind\":\"threads-cycle\"");
        assertThat(xm("list", "-d")).isZero();
        assertThat(out.toString()).contains("threads-cycle ");
        assertThat(xm("dump-core", "--damage", "nonsense", "sxc16", image.toString()))
                .isEqualTo(2);
    }

    @Test
    void progressIsToldOnATerminalOnlyAndNotBeforeASecond() {
        try (var progress = new Progress(new PrintWriter(err, true), true, "writing core")) {
            var pages = progress.counted(
                    new DomainMemory(64, new HostFrames(64, new Random(1)), new Random(1)).withHoles());
            assertThatCode(() -> pages.read(0, ByteBuffer.allocate(4096))).doesNotThrowAnyException();
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        assertThat(xm()).isEqualTo(2);
        assertThat(err.toString()).contains("list, dump-core");
    }
}
