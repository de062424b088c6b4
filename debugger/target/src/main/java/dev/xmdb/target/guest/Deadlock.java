package dev.xmdb.target.guest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Threads that wait for each other in a circle.
 *
 * @param links each thread with the lock that it waits for, which the next one holds; the last one's lock is held by the first thread
 */
public record Deadlock(List<Link> links) {
    /** Copies the list. */
    public Deadlock {
        links = List.copyOf(links);
    }

    /**
     * A thread and what it waits for.
     *
     * @param thread its address
     * @param lock address of the lock
     */
    public record Link(long thread, long lock) {}

    /**
     * Finds every circle. A thread waits for one lock at most and a lock has one owner at most, so from each thread one way leads on.
     *
     * @param waits the lock that each waiting thread waits for
     * @param owners the thread that holds each lock
     */
    public static List<Deadlock> among(Map<Long, Long> waits, Map<Long, Long> owners) {
        var found = new ArrayList<Deadlock>();
        Set<Long> done = new HashSet<>();
        for (long start : waits.keySet()) {
            Map<Long, Integer> places = new HashMap<>();
            var way = new ArrayList<Link>();
            Long thread = start;
            while (thread != null && !done.contains(thread) && !places.containsKey(thread)) {
                Long lock = waits.get(thread);
                if (lock == null) {
                    break;
                }
                places.put(thread, way.size());
                way.add(new Link(thread, lock));
                thread = owners.get(lock);
            }
            Integer entry = thread == null ? null : places.get(thread);
            if (entry != null) {
                found.add(new Deadlock(way.subList(entry, way.size())));
            }
            way.forEach(link -> done.add(link.thread()));
        }
        return List.copyOf(found);
    }
}
