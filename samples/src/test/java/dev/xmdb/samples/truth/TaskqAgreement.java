package dev.xmdb.samples.truth;

import dev.xmdb.sim.truth.Facts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every task queue: its threads, how many of them work, and the tasks that wait. */
final class TaskqAgreement implements Agreement {
    private record Known(String name, long active, long threads, long most) {}

    @Override
    public void check(SimulatedDomain domain) {
        Map<Long, Known> told = new LinkedHashMap<>();
        Map<Long, Set<Long>> toldThreads = new LinkedHashMap<>();
        Map<Long, List<String>> toldTasks = new LinkedHashMap<>();
        for (Facts queue : domain.truth().list("taskqs")) {
            long address = queue.number("address");
            told.put(
                    address,
                    new Known(
                            queue.text("name"),
                            queue.number("active"),
                            queue.numbers("threads").size(),
                            queue.has("maxtasks") ? queue.number("maxtasks") : 0));
            toldThreads.put(address, serving(domain, queue));
            toldTasks.put(
                    address,
                    queue.list("queued").stream()
                            .map(task -> task.text("entry") + " " + task.text("function") + " "
                                    + Long.toHexString(task.number("argument")))
                            .toList());
        }
        Map<Long, Known> found = new LinkedHashMap<>();
        Map<Long, Set<Long>> foundThreads = new LinkedHashMap<>();
        Map<Long, List<String>> foundTasks = new LinkedHashMap<>();
        for (Answer queue : domain.ask("::taskq")) {
            long address = queue.number("addr");
            found.put(
                    address,
                    new Known(
                            queue.word("name"), queue.number("active"), queue.number("threads"), queue.number("maxq")));
        }
        for (long address : new ArrayList<>(found.keySet())) {
            String at = Long.toHexString(address);
            foundThreads.put(address, new TreeSet<>(domain.values(at + "::walk taskq_thread")));
            foundTasks.put(
                    address,
                    domain.ask(at + "::walk taskq_entry | ::taskq_entry").stream()
                            .map(task -> "0x" + Long.toHexString(task.number("entry")) + " " + task.word("function")
                                    + " " + Long.toHexString(task.number("arg")))
                            .toList());
        }
        Agreement.same("task queues", told, found);
        Agreement.same("threads of task queues", toldThreads, foundThreads);
        Agreement.same("tasks that wait", toldTasks, foundTasks);
    }

    /** The threads in a queue's list, and those that say they serve a queue of its name. */
    private static Set<Long> serving(SimulatedDomain domain, Facts queue) {
        Set<Long> threads = new TreeSet<>(queue.numbers("threads"));
        domain.truth().list("threads").stream()
                .filter(thread -> thread.has("taskq") && thread.text("taskq").equals(queue.text("name")))
                .forEach(thread -> threads.add(thread.number("address")));
        return threads;
    }
}
