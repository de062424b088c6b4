package dev.xmdb.samples.truth;

import dev.xmdb.sim.truth.Facts;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every thread: its state, flags and priority, its process, its taskq and what it waits for. */
final class ThreadAgreement implements Agreement {
    private static final String TASKQ = "tq:";

    private record State(String state, long flags, long priority) {}

    private record Place(long process, long channel, String taskq) {}

    @Override
    public void check(SimulatedDomain domain) {
        List<Facts> threads = domain.truth().list("threads");
        states(domain, threads);
        places(domain, threads);
    }

    private static void states(SimulatedDomain domain, List<Facts> threads) {
        Map<Long, State> told = new LinkedHashMap<>();
        threads.forEach(thread -> told.put(
                thread.number("address"),
                new State(thread.text("state"), thread.number("flags"), thread.number("priority"))));
        Map<Long, State> found = new LinkedHashMap<>();
        for (Answer thread : domain.ask("::walk thread | ::thread")) {
            found.put(
                    thread.number("addr"), new State(thread.word("state"), thread.number("flg"), thread.number("pri")));
        }
        Agreement.same("states of threads", told, found);
    }

    /** Threads that are not in use have no place, and are not listed. */
    private static void places(SimulatedDomain domain, List<Facts> threads) {
        Map<Long, Place> told = new LinkedHashMap<>();
        for (Facts thread : threads) {
            if (!thread.text("state").equals("free")) {
                told.put(
                        thread.number("address"),
                        new Place(
                                thread.number("process"),
                                thread.has("wchan") ? thread.number("wchan") : 0,
                                thread.has("taskq") ? thread.text("taskq") : ""));
            }
        }
        Set<Long> others = new HashSet<>();
        domain.ask("::threadlist -t").forEach(thread -> others.add(thread.number("addr")));
        Map<Long, Long> channels = channels(domain);
        Map<Long, Place> found = new LinkedHashMap<>();
        for (Answer thread : domain.ask("::threadlist")) {
            String called = thread.word("cmd_lwpid");
            long address = thread.number("addr");
            found.put(
                    address,
                    new Place(
                            thread.number("proc"),
                            channels.getOrDefault(address, 0L),
                            others.contains(address) ? "" : called.substring(TASKQ.length())));
        }
        Agreement.same("processes, channels and taskqs of threads", told, found);
    }

    private static Map<Long, Long> channels(SimulatedDomain domain) {
        Map<Long, Long> channels = new LinkedHashMap<>();
        List<Long> threads = domain.values("::walk thread");
        List<Answer> waits = domain.ask(threads, "::print kthread_t t_lwpchan.lc_wchan");
        for (int index = 0; index < threads.size(); index++) {
            channels.put(threads.get(index), waits.get(index).number("value"));
        }
        return channels;
    }
}
