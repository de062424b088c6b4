package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.sim.machine.BareDomain;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that lie: whatever a file holds, opening and asking ends in answers or messages. Runs in the heap that tests are given. */
final class HostileImageTest {
    private static final int MUTATIONS = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int PAGES = 48;
    private static final int METADATA = 16_384;

    private static final List<String> QUESTIONS = List.of(
            "::status",
            "::vcpus",
            "::regs",
            "::cpuregs -a -x",
            "::notes",
            "::p2m",
            "::p2m -s",
            "::xeninfo",
            "ffff888000003010::vatopfn -v",
            "ffff888000003010::vtop",
            "ffff888000003ff0,100::dump",
            "ffff888000002000,4/nap",
            "ffff888000000ffd/s",
            "ffff888000000000/L deadbeef",
            "0,8\\K",
            "<rip/K",
            "::walk pfn | ::head -3 | ::pfntomfn",
            "::walk mfn | ::mfntopfn");

    @TempDir
    Path folder;

    @Test
    void tenThousandDamagedImagesEndInAnswersOrMessages() throws IOException {
        List<byte[]> sound = sound();
        var clock = ManagementFactory.getThreadMXBean();
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] image = ImageMutation.of(sound.get(seed % sound.size()), METADATA, new Random(seed));
            Path file = Files.write(folder.resolve("image"), image);
            long started = clock.getCurrentThreadCpuTime();
            String said = ask(file);
            assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - started))
                    .as("processor time for seed %d", seed)
                    .isLessThan(LONGEST);
            assertThat(said)
                    .as("what was said for seed %d", seed)
                    .doesNotContain("internal error", "Exception", "\tat ", "failed to allocate");
        }
    }

    private static String ask(Path file) {
        var said = new StringBuilder();
        var errors = new ErrorSink() {
            @Override
            public void message(String text) {
                said.append("xmdb: ").append(text).append('\n');
            }

            @Override
            public void line(String text) {
                said.append(text).append('\n');
            }
        };
        try (Target target = Targets.open(DomainImages.open(file, OpenProgress.NONE), TargetOptions.NONE)) {
            target.degradations().forEach(errors::message);
            var session = new DebugSession(
                    Optional.of(target), Modules.load(), Surroundings.of(new TextRenderer(said), errors));
            for (String question : QUESTIONS) {
                session.run(question, "(test)");
            }
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
        }
        return said.toString();
    }

    /** Small sound images of every container and kind. */
    private List<byte[]> sound() throws IOException {
        List<byte[]> images = new ArrayList<>();
        for (BareDomain domain : List.of(
                BareDomain.paravirtualised(PAGES, PAGES - 8, 2), BareDomain.autoTranslated(PAGES, PAGES - 8, 2))) {
            Path elf = folder.resolve("elf");
            domain.writeElf(elf);
            images.add(Files.readAllBytes(elf));
            Path old = folder.resolve("old");
            domain.writeXcCore(old);
            images.add(Files.readAllBytes(old));
        }
        return images;
    }
}
