package dev.xmdb.samples.truth;

import dev.xmdb.sim.truth.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every lock's owner and readers, and who waits for it. */
final class LockAgreement implements Agreement {
    private record Known(String kind, long owner, long readers, List<String> waiters) {}

    private record Mutex(long owner, boolean waiters) {}

    private record Rwlock(long owner, long readers, List<String> waiters) {}

    @Override
    public void check(SimulatedDomain domain) {
        List<Facts> locks = domain.truth().list("locks");
        mutexes(domain, locks);
        rwlocks(domain, locks);
        waitedFor(domain, locks);
        turnstiles(domain);
    }

    private static Stream<Facts> ofKind(List<Facts> locks, String kind) {
        return locks.stream().filter(lock -> lock.text("kind").equals(kind));
    }

    private static long owner(Facts lock) {
        return lock.has("owner") ? lock.number("owner") : 0;
    }

    private static List<String> waiters(Facts lock) {
        return lock.list("waiters").stream()
                .map(waiter -> Long.toHexString(waiter.number("thread")) + " "
                        + (waiter.text("kind").equals("writer") ? "write" : "read"))
                .sorted()
                .toList();
    }

    private static List<String> waiters(Answer lock) {
        List<Long> threads = lock.numbers("waiters");
        List<String> wants = lock.words("wants");
        return Stream.iterate(0, index -> index < threads.size(), index -> index + 1)
                .map(index -> Long.toHexString(threads.get(index)) + " " + wants.get(index))
                .sorted()
                .toList();
    }

    private static void mutexes(SimulatedDomain domain, List<Facts> locks) {
        Map<Long, Mutex> told = new LinkedHashMap<>();
        ofKind(locks, "mutex")
                .forEach(lock -> told.put(
                        lock.number("address"),
                        new Mutex(owner(lock), !lock.list("waiters").isEmpty())));
        Map<Long, Mutex> found = new LinkedHashMap<>();
        for (Answer mutex : domain.ask(List.copyOf(told.keySet()), "::mutex")) {
            long owner = mutex.number("held");
            found.put(mutex.number("addr"), new Mutex(owner, mutex.truth("waiters")));
        }
        Agreement.same("mutexes", told, found);
    }

    private static void rwlocks(SimulatedDomain domain, List<Facts> locks) {
        Map<Long, Rwlock> told = new LinkedHashMap<>();
        ofKind(locks, "rwlock")
                .forEach(lock -> told.put(
                        lock.number("address"), new Rwlock(owner(lock), lock.number("readers"), waiters(lock))));
        Map<Long, Rwlock> found = new LinkedHashMap<>();
        for (Answer lock : domain.ask(List.copyOf(told.keySet()), "::rwlock")) {
            found.put(lock.number("addr"), new Rwlock(lock.number("owner"), lock.number("readers"), waiters(lock)));
        }
        Agreement.same("readers-writer locks", told, found);
    }

    /** What one command finds by itself, without being told where locks are. */
    private static void waitedFor(SimulatedDomain domain, List<Facts> locks) {
        Map<Long, Known> told = new LinkedHashMap<>();
        for (Facts lock : locks) {
            if (!lock.list("waiters").isEmpty()) {
                told.put(
                        lock.number("address"),
                        new Known(
                                lock.text("kind"),
                                owner(lock),
                                lock.has("readers") ? lock.number("readers") : 0,
                                waiters(lock)));
            }
        }
        Map<Long, Known> found = new LinkedHashMap<>();
        for (Answer lock : domain.ask("::locks")) {
            if (lock.has("addr") && !lock.numbers("waiters").isEmpty()) {
                found.put(
                        lock.number("addr"),
                        new Known(lock.word("kind"), lock.number("owner"), lock.number("readers"), waiters(lock)));
            }
        }
        Agreement.same("locks that are waited for", told, found);
    }

    private static void turnstiles(SimulatedDomain domain) {
        Map<Long, List<Long>> told = new LinkedHashMap<>();
        for (Facts turnstile : domain.truth().list("turnstiles")) {
            told.put(turnstile.number("address"), List.of(turnstile.number("lock"), (long)
                    turnstile.numbers("waiters").size()));
        }
        Map<Long, List<Long>> found = new LinkedHashMap<>();
        for (Answer turnstile : domain.ask("::turnstile")) {
            found.put(turnstile.number("addr"), List.of(turnstile.number("sobj"), turnstile.number("wtrs")));
        }
        Agreement.same("turnstiles", told, found);
    }
}
