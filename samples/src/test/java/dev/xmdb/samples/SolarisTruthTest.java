package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.samples.truth.Agreement;
import dev.xmdb.samples.truth.SimulatedDomain;
import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulated Solaris domains, written by one half of the house and read by the other: both have to tell the same story. */
final class SolarisTruthTest {
    private static final long SEEDS = 200;
    private static final int PAGES = 1 << 13;
    /** Domains that are large to measure something are made small, but for a few threads and vCPUs more than others have. */
    private static final int MOST_THREADS = 260;

    private static final int MOST_VCPUS = 8;

    @TempDir
    private Path folder;

    /** A domain that is looked at. */
    record Seed(long seed, Scenario scenario, Virtualisation virtualisation) {
        Scenario.Options options() {
            int vcpus = Math.min(MOST_VCPUS, scenario.usualVcpus());
            int threads = Math.min(MOST_THREADS, scenario.usualThreads());
            return new Scenario.Options(seed, PAGES, vcpus, threads, virtualisation);
        }

        @Override
        public String toString() {
            return scenario.name() + " seed " + seed + " " + virtualisation;
        }
    }

    /** Every scenario in turn, one round paravirtualised, the next not. */
    static Stream<Seed> seeds() {
        List<Scenario> scenarios = Scenario.all();
        return LongStream.rangeClosed(1, Long.getLong("xmdb.seeds", SEEDS)).mapToObj(seed -> {
            int turn = (int) seed - 1;
            Virtualisation[] kinds = Virtualisation.values();
            return new Seed(
                    seed, scenarios.get(turn % scenarios.size()), kinds[turn / scenarios.size() % kinds.length]);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everythingIsSaidOfADomainAsItIs(Seed seed) throws IOException {
        Path image = folder.resolve("core.domu");
        try (SimulatedDomain domain = SimulatedDomain.of(seed.scenario(), seed.options(), image)) {
            for (Agreement agreement : Agreement.all()) {
                agreement.check(domain);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9})
    void theProgramGreetsADomainWithTheKernelsOwnTwoLines(long seed) throws IOException {
        Path image = folder.resolve("core.domu");
        Scenario.find("sxc16")
                .orElseThrow()
                .freeze(new Scenario.Options(seed, PAGES))
                .writeElf(image);
        var run = Xmdb.runWithInput("::status\nutsname+0t257/s\ngenunix`utsname+0t257=p\n", image.toString());
        assertThat(run.out())
                .startsWith("debugging domain crash dump " + image + " (64-bit) from sxc16\n"
                        + "operating system: 5.11 onnv-johnlev (i86pc)\n")
                .contains("utsname+0x101:  sxc16\n")
                .containsPattern("(?m)^ +utsname\\+0x101 *$");
        assertThat(run.err()).isEmpty();
    }
}
