package dev.xmdb.sim.solaris.run;

import java.util.List;
import java.util.TreeSet;

/** Ticks, and what is to happen at a time. */
public final class Clock {
    private static final int FIRE = 12;
    private static final int SOFT = 25;

    private final Simulation simulation;
    private final TreeSet<Callout> callouts = new TreeSet<>();
    private long made;

    Clock(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Callouts that are still to come, soonest first. */
    public List<Callout> callouts() {
        return List.copyOf(callouts);
    }

    /**
     * Asks for something to be done after some ticks.
     *
     * @param normal whether a taskq thread does it, and not the clock
     */
    public Callout callout(boolean normal, int ticks, String function, long argument, Runnable action) {
        long expires = simulation.tick() + Math.max(1, ticks);
        Callout callout = new Callout(normal, expires, function, argument, action, ++made);
        callouts.add(callout);
        return callout;
    }

    void cancel(Callout callout) {
        callouts.remove(callout);
    }

    /** Lets the timers of the CPUs fire from now on, the first one's at every tick, the others' less often. */
    public void start(List<Device> timers) {
        for (int index = 0; index < timers.size(); index++) {
            int period = index == 0 ? Simulation.TICK : 5 * Simulation.TICK;
            arm(timers.get(index), Simulation.TICK + index * 37L, period);
        }
    }

    private void arm(Device timer, long delay, int period) {
        simulation.after(delay, () -> {
            arm(timer, period, period);
            simulation.interrupts().raise(timer);
        });
    }

    /** What the handler of a timer does. */
    public List<Step> timerBody(Cpu cpu) {
        return List.of(new Step.Call(
                Frame.of("cyclic_fire", cpu.processor().cpu().va()),
                List.of(new Step.Work(FIRE), new Step.Act(thread -> cpu.softPending(true)))));
    }

    /** What the soft interrupt after it does. */
    List<Step> softBody(Cpu cpu) {
        Step expire = new Step.Act(thread -> tick(cpu));
        Step clock = cpu.id() == 0
                ? new Step.Call(Frame.of("clock"), List.of(new Step.Work(SOFT), expire))
                : new Step.Call(Frame.of("callout_realtime", 0), List.of(new Step.Work(SOFT), expire));
        return List.of(new Step.Call(
                Frame.of("cbe_softclock"),
                List.of(new Step.Call(
                        Frame.of("cyclic_softint", cpu.processor().cpu().va(), 1), List.of(clock)))));
    }

    private void tick(Cpu cpu) {
        SimThread running = cpu.thread();
        if (running != null) {
            running.quantum(running.quantum() - 1);
            if (running.quantum() <= 0) {
                cpu.wantsSwitch(true);
            }
        }
        while (cpu.id() == 0 && !callouts.isEmpty() && callouts.first().expires() <= simulation.tick()) {
            callouts.removeFirst().action().run();
        }
    }
}
