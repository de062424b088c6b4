package dev.xmdb.dcmds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command on images with random damage: answers and messages, never an internal error, never a hang. */
class DamagedImagesTest {
    private static final int IMAGES = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Where headers, notes and contexts are. */
    private static final int FRONT = 0x4000;

    private static final List<String> MORE = List.of(
            "<rsp::vatopfn -v -u",
            "ffffffff81000123::vatopfn -v",
            "1000::vtop -r ffffffffffffffff",
            "0::vatopfn -v -r 1",
            "0,1000::dump -p",
            "ffffffffffffffff,100::dump",
            "::walk mfn",
            "::cpuregs -ax",
            "fffffffff::p2m");

    @TempDir
    private Path folder;

    @Test
    void noDamageBreaksACommand() throws IOException {
        List<byte[]> wholes = wholes();
        List<String> commands = new ArrayList<>(MORE);
        Modules.load()
                .forEach(module -> module.dcmds()
                        .forEach(dcmd -> dcmd.spec().examples().forEach(example -> commands.add(example.command()))));
        var random = new Random(20_070_526);
        // Processor time, so that a busy machine fails nothing.
        var clock = ManagementFactory.getThreadMXBean();
        int opened = 0;
        for (int i = 0; i < IMAGES; i++) {
            Path file = folder.resolve("damaged.core");
            Files.write(file, damaged(wholes.get(i % wholes.size()).clone(), random));
            try (Target target = Targets.open(DomainImages.open(file, OpenProgress.NONE), TargetOptions.NONE)) {
                opened++;
                var session = new Conversation(target);
                for (String command : commands) {
                    long start = clock.getCurrentThreadCpuTime();
                    String messages = session.errors(command);
                    assertThat(messages).as("image %d, %s", i, command).doesNotContain("internal error");
                    assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - start))
                            .as("image %d, %s", i, command)
                            .isLessThan(PATIENCE);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("Exception");
            }
        }
        assertThat(opened).isGreaterThan(IMAGES / 2);
    }

    private List<byte[]> wholes() throws IOException {
        SampleDomains.pv64(folder).close();
        SampleDomains.hvm(folder).close();
        SampleDomains.pv32(folder).close();
        SampleDomains.xcCore(folder).close();
        var wholes = new ArrayList<byte[]>();
        for (String name : List.of("pv64.core", "hvm.core", "pv32.core", "xc.core")) {
            wholes.add(Files.readAllBytes(folder.resolve(name)));
        }
        return wholes;
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        int faults = 1 + random.nextInt(8);
        for (int fault = 0; fault < faults; fault++) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(FRONT, bytes.length) : bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                default -> Arrays.fill(bytes, at, Math.min(at + 8, bytes.length), (byte) 0xff);
            }
        }
        return random.nextInt(6) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }
}
