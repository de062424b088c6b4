package dev.xmdb.samples;

import dev.xmdb.samples.truth.Agreement;
import dev.xmdb.samples.truth.SimulatedDomain;
import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A simulated domain that is looked at, written by one half of the house and read by the other: both have to tell the same story.
 *
 * @param seed decides what is in it
 * @param scenario what is wrong with it
 * @param virtualisation how it is run
 */
record ToldDomain(int seed, Scenario scenario, Virtualisation virtualisation) {
    /** As many domains as the property {@code xmdb.seeds} says. */
    private static final int SEEDS = Integer.getInteger("xmdb.seeds", 200);

    private static final int PAGES = 1 << 13;
    /** Domains that are large to measure something are made small, but for a few threads and vCPUs more than others have. */
    private static final int MOST_THREADS = 260;

    private static final int MOST_VCPUS = 8;

    /** The domains that are run one way: every scenario in turn, one round of them this way, the next the other. */
    static Stream<ToldDomain> run(Virtualisation virtualisation) {
        List<Scenario> scenarios = Scenario.all();
        Virtualisation[] kinds = Virtualisation.values();
        return IntStream.range(0, SEEDS)
                .mapToObj(turn -> new ToldDomain(
                        turn + 1,
                        scenarios.get(turn % scenarios.size()),
                        kinds[turn / scenarios.size() % kinds.length]))
                .filter(domain -> domain.virtualisation == virtualisation);
    }

    /** Checks everything that is said of it. */
    void isSaidAsItIs(Path folder) throws IOException {
        int vcpus = Math.min(MOST_VCPUS, scenario.usualVcpus());
        int threads = Math.min(MOST_THREADS, scenario.usualThreads());
        var options = new Scenario.Options(seed, PAGES, vcpus, threads, virtualisation);
        try (SimulatedDomain domain = SimulatedDomain.of(scenario, options, folder.resolve("core.domu"))) {
            for (Agreement agreement : Agreement.all()) {
                agreement.check(domain);
            }
        }
    }

    @Override
    public String toString() {
        return scenario.name() + " seed " + seed + " " + virtualisation;
    }
}
