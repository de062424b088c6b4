package dev.xmdb.sim.scenario;

import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.solaris.FrozenDomain;
import java.util.List;
import java.util.Optional;

/** A domain that the simulator knows. */
public interface Scenario {
    /** Every scenario, in the order in which they are listed. */
    static List<Scenario> all() {
        return List.of(
                new Sxc16(),
                new MutexDeadlock(),
                new HungTaskq(),
                new LostInterrupt(),
                new PtUserLeak(),
                new StackCorruption(),
                new KmemLeak(),
                new UseAfterFree(),
                new Panic(),
                new ManyVcpus(),
                new Big());
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

    /** Its size in frames when none is asked for. */
    default int usualPages() {
        return 1 << 14;
    }

    /** How many vCPUs it has when no number is asked for. */
    default int usualVcpus() {
        return 1;
    }

    /** How few vCPUs it can have. */
    default int leastVcpus() {
        return 1;
    }

    /** How many vCPUs it can have. */
    default int mostVcpus() {
        return Options.MOST_VCPUS;
    }

    /** How many threads it has, at least, when no number is asked for. */
    default int usualThreads() {
        return 0;
    }

    /**
     * What may be chosen.
     *
     * @param seed decides everything else; the same seed gives the same domain
     * @param pages the domain's size in frames
     * @param vcpus how many vCPUs, 1 to {@link Options#MOST_VCPUS}; 0 for as many as the domain usually has
     * @param threads how many threads at least, 0 to {@link Options#MOST_THREADS}; 0 for as many as the domain usually has
     * @param virtualisation how the hypervisor runs it
     */
    record Options(long seed, int pages, int vcpus, int threads, Virtualisation virtualisation) {
        /** Most vCPUs of a domain. */
        public static final int MOST_VCPUS = 64;

        /** Most threads of a domain that can be asked for. */
        public static final int MOST_THREADS = 20_000;

        /** These options, with what a domain usually has where nothing is asked for. */
        public Options orUsually(Scenario scenario) {
            return new Options(
                    seed,
                    pages,
                    vcpus == 0 ? scenario.usualVcpus() : vcpus,
                    threads == 0 ? scenario.usualThreads() : threads,
                    virtualisation);
        }

        /** What a domain usually has. */
        public Options(long seed, int pages) {
            this(seed, pages, Virtualisation.PV);
        }

        /** What a domain usually has. */
        public Options(long seed, int pages, Virtualisation virtualisation) {
            this(seed, pages, 0, 0, virtualisation);
        }
    }
}
