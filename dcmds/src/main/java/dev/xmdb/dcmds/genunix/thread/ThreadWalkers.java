package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;
import java.util.Optional;

/** The walkers {@code thread thread_deathrow lwp_deathrow deathrow}. */
final class ThreadWalkers {
    private ThreadWalkers() {}

    static List<Walker> all() {
        return List.of(
                new ListWalker(
                        "thread",
                        "every kthread_t; with a proc_t, those of the process",
                        AddressUse.OPTIONAL,
                        ThreadWalkers::threads),
                ended("thread_deathrow", "ended threads of the kernel's own that wait to be freed"),
                ended("lwp_deathrow", "ended threads of processes that wait to be freed"),
                new ListWalker(
                        "deathrow",
                        "all ended threads that wait to be freed",
                        AddressUse.NONE,
                        (kernel, walk) ->
                                ended(kernel, walk, "thread_deathrow").or(() -> ended(kernel, walk, "lwp_deathrow"))));
    }

    private static Optional<String> threads(SolarisGuest kernel, Walk walk) {
        Threads threads = Threads.of(kernel);
        if (walk.start().isEmpty()) {
            return Optional.ofNullable(threads.all(walk::deliver).fault());
        }
        long process = walk.start().getAsLong();
        try {
            return Optional.ofNullable(threads.of(process, walk::deliver).fault());
        } catch (MemoryFaultException lost) {
            return Optional.of(Reading.failure("proc at " + Long.toHexString(process), lost));
        }
    }

    private static Walker ended(String name, String summary) {
        return new ListWalker(name, summary, AddressUse.NONE, (kernel, walk) -> ended(kernel, walk, name));
    }

    private static Optional<String> ended(SolarisGuest kernel, Walk walk, String variable) {
        return Optional.ofNullable(
                Threads.of(kernel).ended(variable, walk::deliver).fault());
    }
}
