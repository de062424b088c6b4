package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulated Solaris domains, written by one half of the house and read by the other: both have to tell the same story. */
final class SolarisTruthTest {
    private static final int PAGES = 1 << 14;

    @TempDir
    private Path folder;

    private FrozenDomain freeze(long seed, Virtualisation virtualisation, Path image) throws IOException {
        FrozenDomain frozen =
                Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(seed, PAGES, virtualisation));
        frozen.writeElf(image);
        return frozen;
    }

    @ParameterizedTest
    @CsvSource({"1, PV", "2, PV", "77, PV", "1, HVM", "5, HVM"})
    void symbolsStacksWithArgumentsAndAddressSpacesAreThoseOfTheDomain(long seed, Virtualisation virtualisation)
            throws IOException {
        Path image = folder.resolve("core.domu");
        Map<String, Object> truth = freeze(seed, virtualisation, image).truth();
        try (Target target = Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE)) {
            var guest = (SolarisGuest) target.guest();
            assertThat(target.degradations()).isEmpty();
            symbolsAgree(guest, facts(truth, "symbols"));
            threadsAgree(guest, facts(truth, "threads"));
            addressSpacesAgree(guest, facts(truth, "processes"), facts(truth, "page_tables"));
            RegisterSet registers = target.vcpus().getFirst().registers();
            Unwind unwind = unwind(guest, registers.value("rbp").orElseThrow());
            assertThat(unwind.end().cause()).isEqualTo(Unwind.Cause.OUTERMOST);
            assertThat(unwind.frames()).isEqualTo(frames(facts(truth, "vcpus").getFirst()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9})
    void theProgramGreetsADomainWithTheKernelsOwnTwoLines(long seed) throws IOException {
        Path image = folder.resolve("core.domu");
        freeze(seed, Virtualisation.PV, image);
        var run = Xmdb.runWithInput("::status\nutsname+0t257/s\ngenunix`utsname+0t257=p\n", image.toString());
        assertThat(run.out())
                .startsWith("debugging domain crash dump " + image + " (64-bit) from sxc16\n"
                        + "operating system: 5.11 onnv-johnlev (i86pc)\n")
                .contains("utsname+0x101:  sxc16\n")
                .containsPattern("(?m)^ +utsname\\+0x101 *$");
        assertThat(run.err()).isEmpty();
    }

    private static void symbolsAgree(SolarisGuest guest, List<Map<String, Object>> symbols) {
        assertThat(symbols).hasSizeGreaterThan(100).allSatisfy(symbol -> {
            String name = String.valueOf(symbol.get("name"));
            long address = number(symbol.get("address"));
            assertThat(guest.symbols().valueOf(String.valueOf(symbol.get("module")), name))
                    .contains(OptionalLong.of(address));
            assertThat(guest.symbols().merged().allNamed(name)).anyMatch(found -> found.value() == address);
            assertThat(guest.symbols().merged().at(address)).isPresent();
        });
    }

    private static void threadsAgree(SolarisGuest guest, List<Map<String, Object>> threads) {
        Map<Long, Map<String, Object>> truth = new LinkedHashMap<>();
        threads.forEach(thread -> truth.put(number(thread.get("address")), thread));
        StructLayout layout = guest.types().layout("kthread_t");
        long first =
                guest.memory().readWord(guest.symbols().valueOf("allthreads").orElseThrow());
        Set<Long> walked = new HashSet<>();
        for (long at = first; walked.add(at); ) {
            StructView thread = layout.at(guest.memory(), at);
            Map<String, Object> told = truth.get(at);
            assertThat(told).as("thread %x", at).isNotNull();
            assertThat(thread.number("t_procp")).isEqualTo(number(told.get("process")));
            assertThat(thread.number("t_pri")).isEqualTo(number(told.get("priority")));
            List<StackFrame> frames = frames(told);
            if (!frames.isEmpty() && told.containsKey("sp")) {
                assertThat(unwind(guest, number(told.get("sp"))).frames())
                        .as("stack of thread %x", at)
                        .isEqualTo(frames);
            }
            at = thread.number("t_next");
        }
        assertThat(walked).isEqualTo(truth.keySet());
    }

    private static void addressSpacesAgree(
            SolarisGuest guest, List<Map<String, Object>> processes, List<Map<String, Object>> tables) {
        StructLayout proc = guest.types().layout("proc_t");
        StructLayout as = guest.types().layout("struct as");
        for (Map<String, Object> process : processes) {
            long space = proc.at(guest.memory(), number(process.get("address"))).number("p_as");
            long hat = as.at(guest.memory(), space).number("a_hat");
            long top = guest.topTable(space);
            assertThat(tables)
                    .as("top table of process %s", process.get("pid"))
                    .anyMatch(table -> number(table.get("hat")) == hat
                            && number(table.get("pfn")) == top
                            && number(table.get("level")) == 3);
        }
    }

    private static Unwind unwind(SolarisGuest guest, long fp) {
        return guest.unwinder().orElseThrow().unwind(Unwinder.Start.atFrame(fp));
    }

    private static List<StackFrame> frames(Map<String, Object> told) {
        var frames = new ArrayList<StackFrame>();
        for (Map<String, Object> frame : facts(told, "stack")) {
            List<Long> arguments = frame.get("arguments") instanceof List<?> values
                    ? values.stream().map(SolarisTruthTest::number).toList()
                    : List.of();
            frames.add(new StackFrame(number(frame.get("pc")), number(frame.get("fp")), arguments));
        }
        return frames;
    }

    @SuppressWarnings("unchecked") // A tree without types, like the file it becomes.
    private static List<Map<String, Object>> facts(Map<String, Object> from, String name) {
        return (List<Map<String, Object>>) from.getOrDefault(name, List.of());
    }

    private static long number(Object value) {
        String text = String.valueOf(value);
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }
}
