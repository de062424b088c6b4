package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.genunix.process.ProcessNames;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.process.Processes;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What threads are called: after their process, their taskq, or the function that they began with. */
final class ThreadNames {
    private final SolarisGuest kernel;
    private final Layout layout;
    private final ProcessNames processes;
    private final Map<Long, Optional<String>> taskqs = new HashMap<>();

    ThreadNames(SolarisGuest kernel, Layout layout) {
        this.kernel = kernel;
        this.layout = layout;
        this.processes = new ProcessNames(kernel);
    }

    /** A thread's name as {@code ::threadlist} prints it. */
    String of(KernelThread thread) {
        if (thread.id() != 0) {
            return processes.of(thread.process()).orElse("?") + "/" + thread.id();
        }
        return taskq(thread).map(name -> "tq:" + name).orElseGet(() -> start(thread));
    }

    /** A thread's name as {@code ::threadlist -v} prints it. */
    String described(KernelThread thread) {
        if (thread.id() != 0) {
            return "CMD: " + arguments(thread.process());
        }
        return taskq(thread).map(name -> "TASKQ: " + name).orElseGet(() -> "THREAD: " + start(thread));
    }

    private Optional<String> taskq(KernelThread thread) {
        return taskqs.computeIfAbsent(
                thread.taskq(), taskq -> Threads.of(kernel).taskqName(taskq).map(SingleLine::of));
    }

    private String start(KernelThread thread) {
        return layout.label(thread.startPc()) + "()";
    }

    private String arguments(long process) {
        try {
            return SingleLine.of(Processes.of(kernel).at(process).arguments());
        } catch (MemoryFaultException lost) {
            return "?";
        }
    }
}
