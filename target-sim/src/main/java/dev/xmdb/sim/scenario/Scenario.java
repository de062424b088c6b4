package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.FrozenDomain;
import java.util.List;
import java.util.Optional;

/** A domain that the simulator knows. */
public interface Scenario {
    /** Every scenario, in the order in which they are listed. */
    static List<Scenario> all() {
        return List.of(new Sxc16());
    }

    /** A scenario by the name of its domain. */
    static Optional<Scenario> find(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Name of the domain. */
    String name();

    /** What is wrong with it, in one line. */
    String fault();

    /** Runs the domain and freezes it. */
    FrozenDomain freeze(Options options);

    /**
     * What may be chosen.
     *
     * @param seed decides everything else; the same seed gives the same domain
     * @param pages the domain's size in frames
     */
    record Options(long seed, int pages) {}
}
