package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.xmdb.sim.hostile.Damage;
import dev.xmdb.sim.hostile.UnsuitableDomainException;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels that lie: whatever is wrong in a guest's memory, every command and every walker ends in answers or messages. */
final class HostileKernelTest {
    private static final int PAGES = 8192;

    @TempDir
    private Path folder;

    static Stream<String> damages() {
        return Damage.all().stream().map(Damage::name);
    }

    /** Every command by itself, every example of its help, every walker. */
    private static List<String> questions(Target target) {
        List<String> questions = new ArrayList<>(List.of("=p", "allthreads/p", "kas::print", "t0::print kthread_t"));
        questions.addAll(Interrogation.questions(target, _ -> true, "::walk %s"));
        return questions;
    }

    @ParameterizedTest
    @MethodSource("damages")
    void everyCommandEndsInAnswersOrMessages(String name) throws IOException {
        Path image = spoilt(name);
        try (Target target = Interrogation.open(image)) {
            var interrogation = new Interrogation(target, name);
            questions(target).forEach(interrogation::ask);
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
        try (Target target = Interrogation.open(spoilt(name))) {
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
        String said;
        try (Target target = Interrogation.open(spoilt(name))) {
            said = new Interrogation(target, name).ask(question).beginning();
        }
        assertThat(said.lines().filter(line -> !line.startsWith("xmdb: ")))
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
}
