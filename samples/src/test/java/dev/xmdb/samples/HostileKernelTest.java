package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.sim.hostile.Damage;
import dev.xmdb.sim.hostile.UnsuitableDomainException;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels that lie: whatever is wrong in a guest's memory, every command and every walker ends in answers or messages. */
final class HostileKernelTest {
    private static final int PAGES = 8192;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    static Stream<String> damages() {
        return Damage.all().stream().map(Damage::name);
    }

    /** Every command by itself, every example of its help, every walker. */
    private static List<String> questions(Target target) {
        List<String> questions = new ArrayList<>(List.of("=p", "allthreads/p", "kas::print", "t0::print kthread_t"));
        for (DebuggerModule module : Modules.load()) {
            module.dcmds().forEach(dcmd -> {
                DcmdSpec spec = dcmd.spec();
                if (spec.name().matches("\\w.*")) {
                    questions.add("::" + spec.name());
                }
                spec.examples().forEach(example -> questions.add(example.command()));
            });
            module.walkers().forEach(walker -> questions.add("::walk " + walker.name()));
            module.walkers(target).forEach(walker -> questions.add("::walk " + walker.name()));
        }
        questions.removeIf(question -> question.matches("::(q|quit)\\b.*|\\$q.*|.*!.*"));
        return questions;
    }

    @ParameterizedTest
    @MethodSource("damages")
    void everyCommandEndsInAnswersOrMessages(String name) throws IOException {
        Path image = spoilt(name);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        var said = new StringBuilder();
        try (Target target = open(image)) {
            for (String question : questions(target)) {
                said.setLength(0);
                long started = clock.getCurrentThreadCpuTime();
                ask(target, question, said);
                assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - started))
                        .as("processor time of %s", question)
                        .isLessThan(LONGEST);
                assertThat(said.toString())
                        .as("what was said to %s", question)
                        .doesNotContain("internal error", "Exception", "\tat ", "failed to allocate", "\u001b");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "debug-magic, debug info",
        "debug-version, debug info version 2",
        "debug-hole, debug_info",
        "modules-cycle, list of modules",
        "modules-wild-next, list of modules",
        "module-wild-body, module",
        "duplicate-module, duplicate module",
        "symspace, symspace",
        "symbol-count, symbol table",
        "no-kas, 'kas' symbol is missing"
    })
    void whatIsWrongIsSaidWhenTheImageIsOpened(String name, String words) throws IOException {
        try (Target target = open(spoilt(name))) {
            assertThat(String.join("\n", target.degradations())).contains(words);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "threads-cycle, ::threadlist, threads",
        "processes-cycle, ::ps, processes",
        "kmem-caches-cycle, ::kmem_cache, kmem caches",
        "vmem-cycle, ::vmem, vmem arenas",
        "vmem-seg-cycle, ::walk vmem_seg, segments of heap",
        "messages-cycle, ::msgbuf, messages",
        "memlist-cycle, ::memlist, phys_install ranges",
        "dispatch-cycle, ::cpuinfo -v, threads of a dispatch queue",
        "handlers-cycle, ::interrupts, interrupt handlers"
    })
    void aListWithoutEndIsShownAsFarAsItGoesAndNamed(String name, String question, String list) throws IOException {
        var said = new StringBuilder();
        try (Target target = open(spoilt(name))) {
            ask(target, question, said);
        }
        assertThat(said.toString().lines().filter(line -> !line.startsWith("xmdb: ")))
                .as("what there is")
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(said).containsPattern("xmdb: .*" + list + " run in a circle at [0-9a-f]+\n");
    }

    private Path spoilt(String name) throws IOException {
        FrozenDomain domain = Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(3, PAGES));
        String missing = "";
        try {
            Damage.find(name).orElseThrow().inflict(domain);
        } catch (UnsuitableDomainException unsuitable) {
            missing = unsuitable.getMessage();
        }
        assumeThat(missing).isEmpty();
        Path image = folder.resolve("core");
        domain.writeElf(image);
        return image;
    }

    private static Target open(Path image) throws IOException {
        return Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE);
    }

    private static void ask(Target target, String question, StringBuilder said) {
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
        new DebugSession(Optional.of(target), Modules.load(), Surroundings.of(new TextRenderer(said), errors))
                .run(question, "(test)");
    }
}
