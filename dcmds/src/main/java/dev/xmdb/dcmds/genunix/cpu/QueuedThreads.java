package dev.xmdb.dcmds.genunix.cpu;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.genunix.process.ProcessNames;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.cpu.Cpus;
import dev.xmdb.target.guest.solaris.cpu.DispatchQueue;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The threads on a dispatch queue, as they are listed below what the queue belongs to.
 *
 * @param lines a header, and a line for each
 * @param threads each with its priority and the name of its process
 * @param fault why there may be more, one sentence; empty when there are not
 */
record QueuedThreads(List<String> lines, Value.Many threads, Optional<String> fault) {

    /** Reads a queue. */
    static QueuedThreads on(DispatchQueue queue, Invocation in, SolarisGuest kernel, ProcessNames names) {
        int digits = in.out().layout().pointerDigits();
        Threads threads = Threads.of(kernel);
        List<String> lines = new ArrayList<>();
        List<Value> found = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "+-->  PRI %-" + digits + "s PROC", "THREAD"));
        String[] lost = new String[1];
        String fault = Cpus.of(kernel).queued(queue, address -> {
            in.checkInterrupted();
            KernelThread thread = threads.at(address);
            try {
                lines.add(String.format(
                        Locale.ROOT,
                        "%9d %0" + digits + "x %s",
                        thread.priority(),
                        address,
                        names.of(thread.process()).orElse("?")));
            } catch (MemoryFaultException unreadable) {
                lost[0] = "failed to read kthread_t at " + Long.toHexString(address) + ": " + unreadable.getMessage();
                return false;
            }
            found.add(new Fields()
                    .address("thread", address)
                    .quantity("pri", thread.priority())
                    .text("proc", names.of(thread.process()).orElse("?"))
                    .value());
            return true;
        });
        return new QueuedThreads(lines, new Value.Many(found), Optional.ofNullable(lost[0] != null ? lost[0] : fault));
    }
}
