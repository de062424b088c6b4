package dev.xmdb.sim.scenario;

/** The usual inhabitants of a domain, and its devices at work. */
final class Inhabitants {
    private static final int SHORT_LIVED = 3;

    private Inhabitants() {}

    /** Lets a domain be lived in: daemons, {@code commands} commands, taskqs. */
    static Population of(Domain domain, int commands) {
        domain.bootMessages();
        Population population = new Population(domain);
        population.kernelThreads();
        population.taskq(domain.sched(), "callout_taskq", 2);
        population.taskq(domain.sched(), "system_taskq", 4);
        population.daemons();
        population.commands(commands);
        for (int each = 0; each < SHORT_LIVED; each++) {
            population.shortLived();
        }
        Crowd.fill(domain, population);
        domain.hardware().start();
        return population;
    }
}
