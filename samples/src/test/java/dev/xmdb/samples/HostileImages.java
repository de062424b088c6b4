package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.DebuggerModule;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Images that lie: whatever a file holds, opening and asking ends in answers or messages. */
final class HostileImages {
    /** They keep nothing of a session, and looking for them takes longer than most questions. */
    private static final List<DebuggerModule> MODULES = Modules.load();

    /** Of each domain in each container; ten thousand over all of them. */
    private static final int MUTATIONS = 2_500;

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

    private HostileImages() {}

    /** What is not damaged yet. */
    enum Container {
        /** ELF. */
        ELF(0) {
            @Override
            void write(BareDomain domain, Path file) throws IOException {
                domain.writeElf(file);
            }
        },
        /** The one before it. */
        XC_CORE(1) {
            @Override
            void write(BareDomain domain, Path file) throws IOException {
                domain.writeXcCore(file);
            }
        };

        private final int series;

        Container(int series) {
            this.series = series;
        }

        abstract void write(BareDomain domain, Path file) throws IOException;
    }

    /** What the image is of: a small domain. */
    enum Domain {
        /** With frames of its own numbers. */
        PARAVIRTUALISED(0) {
            @Override
            BareDomain make() {
                return BareDomain.paravirtualised(PAGES, PAGES - 8, 2);
            }
        },
        /** Whose frames have the numbers that it knows. */
        AUTO_TRANSLATED(2) {
            @Override
            BareDomain make() {
                return BareDomain.autoTranslated(PAGES, PAGES - 8, 2);
            }
        };

        private final int series;

        Domain(int series) {
            this.series = series;
        }

        abstract BareDomain make();

        /** Where the seeds of its images begin: no two images are damaged in the same way. */
        private long firstSeed(Container container) {
            return (long) MUTATIONS * (series + container.series);
        }
    }

    /**
     * Damages an image again and again, and asks each time.
     *
     * @param domain what the image is of
     * @param container how it is written
     * @param folder where
     */
    static void endInAnswersOrMessages(Domain domain, Container container, Path folder) throws IOException {
        Path whole = folder.resolve("whole");
        container.write(domain.make(), whole);
        byte[] sound = Files.readAllBytes(whole);
        var clock = ManagementFactory.getThreadMXBean();
        try (var file = new ChangingFile(folder.resolve("image"))) {
            long first = domain.firstSeed(container);
            for (long seed = first; seed < first + MUTATIONS; seed++) {
                file.hold(ImageMutation.of(sound, METADATA, new Random(seed)));
                long started = clock.getCurrentThreadCpuTime();
                String said = ask(file.path());
                assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - started))
                        .as("processor time for seed %d", seed)
                        .isLessThan(LONGEST);
                assertThat(said)
                        .as("what was said for seed %d", seed)
                        .doesNotContain("internal error", "Exception", "\tat ", "failed to allocate");
            }
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
            var session =
                    new DebugSession(Optional.of(target), MODULES, Surroundings.of(new TextRenderer(said), errors));
            for (String question : QUESTIONS) {
                session.run(question, "(test)");
            }
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
        }
        return said.toString();
    }
}
