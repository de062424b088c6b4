package dev.xmdb.sim.solaris.run;

import java.util.List;
import java.util.function.Supplier;

/** An event channel, and what its handler does. */
public final class Device {
    private final int channel;
    private final int irq;
    private final int level;
    private final Frame handler;
    private final Supplier<List<Step>> body;
    private final Cpu cpu;
    private boolean pending;
    private boolean masked;

    /**
     * A device.
     *
     * @param level priority level of its interrupt
     * @param cpu the one that takes it
     */
    Device(int channel, int irq, int level, Frame handler, Supplier<List<Step>> body, Cpu cpu) {
        this.channel = channel;
        this.irq = irq;
        this.level = level;
        this.handler = handler;
        this.body = body;
        this.cpu = cpu;
    }

    /** Its event channel. */
    public int channel() {
        return channel;
    }

    /** Number of its interrupt. */
    public int irq() {
        return irq;
    }

    /** Priority level of its interrupt. */
    public int level() {
        return level;
    }

    /** The function that takes its interrupt. */
    public Frame handler() {
        return handler;
    }

    List<Step> body() {
        return body.get();
    }

    /** The CPU that takes its interrupt. */
    public Cpu cpu() {
        return cpu;
    }

    /** Whether an event waits to be taken. */
    public boolean pending() {
        return pending;
    }

    /** Says whether an event waits to be taken. */
    public void pending(boolean waits) {
        pending = waits;
    }

    /** Whether its events are held back. */
    public boolean masked() {
        return masked;
    }

    /** Holds its events back, or lets them come. */
    public void masked(boolean hold) {
        masked = hold;
    }
}
