package dev.xmdb.dcmds.genunix.cpu;

import dev.xmdb.engine.Invocation;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.cpu.Cpus;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The threads that handle interrupts now, by CPU and interrupt level. */
final class InterruptThreads {
    /** Interrupt levels are below that. */
    private static final int LEVELS = 16;

    private final Invocation in;
    private final SolarisGuest kernel;
    private final Map<Long, TreeMap<Long, KernelThread>> byCpu = new HashMap<>();
    private boolean complete = true;

    /** Looks at every thread. */
    InterruptThreads(Invocation in, SolarisGuest kernel) {
        this.in = in;
        this.kernel = kernel;
        Threads threads = Threads.of(kernel);
        Chain.End end = threads.all(address -> {
            in.checkInterrupted();
            try {
                take(threads.at(address));
            } catch (MemoryFaultException lost) {
                complain(String.format(Locale.ROOT, "failed to read kthread_t at %x: %s", address, lost.getMessage()));
            }
            return true;
        });
        if (end.fault() != null) {
            complain(String.format(Locale.ROOT, "%s", end.fault()));
        }
    }

    /** Whether nothing was wrong. */
    boolean complete() {
        return complete;
    }

    /** Those of a CPU, the highest level first. */
    Collection<KernelThread> of(long cpu) {
        TreeMap<Long, KernelThread> levels = byCpu.get(cpu);
        return levels == null ? List.of() : levels.descendingMap().values();
    }

    private void take(KernelThread thread) {
        if ((thread.flags() & KernelThread.INTERRUPT) == 0 || thread.is(ThreadState.FREE)) {
            return;
        }
        long at = thread.boundCpu() != 0 ? thread.boundCpu() : thread.cpu();
        if (at == 0) {
            complain(String.format(Locale.ROOT, "thr %x is intr thread w/out a CPU", thread.address()));
            return;
        }
        long level = thread.interruptLevel();
        if (level >= LEVELS) {
            complain(String.format(
                    Locale.ROOT, "thread %x has pil (%d) greater than %d", thread.address(), level, LEVELS));
            return;
        }
        long cpu = Cpus.of(kernel).at(at).id();
        KernelThread other = byCpu.computeIfAbsent(cpu, id -> new TreeMap<>()).putIfAbsent(level, thread);
        if (other != null) {
            complain(String.format(
                    Locale.ROOT,
                    "CPU %d has multiple threads at pil %d (at least %x and %x)",
                    cpu,
                    level,
                    thread.address(),
                    other.address()));
        }
    }

    private void complain(String message) {
        in.warn(message);
        complete = false;
    }
}
