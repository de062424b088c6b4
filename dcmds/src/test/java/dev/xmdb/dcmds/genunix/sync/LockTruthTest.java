package dev.xmdb.dcmds.genunix.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.sim.truth.Facts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say of locks and turnstiles of domains that ran into a deadlock, against what the simulation knows. */
class LockTruthTest {
    private static SolarisDomain domain(long seed) {
        return SolarisDomain.of("mutex-deadlock", seed);
    }

    private static String hex(Facts fact, String name) {
        return fact.has(name) ? fact.text(name).substring(2) : "0";
    }

    private static Value field(Emission.Row row, String name) {
        return row.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static String owner(Emission.Row row) {
        return field(row, "owner") instanceof Value.Address(long thread) ? Long.toHexString(thread) : "0";
    }

    private static List<String> waiters(Emission.Row row) {
        List<Value> threads = ((Value.Many) field(row, "waiters")).values();
        List<Value> wants = ((Value.Many) field(row, "wants")).values();
        var all = new ArrayList<String>();
        for (int i = 0; i < threads.size(); i++) {
            all.add(Long.toHexString(((Value.Address) threads.get(i)).value()) + " "
                    + (((Value.Text) wants.get(i)).text().equals("write") ? "writer" : "reader"));
        }
        return all.stream().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyLockThatIsWaitedForIsFoundWithItsOwnerAndWaiters(long seed) {
        Conversation session = domain(seed).conversation();
        session.run("::locks");
        List<String> found = session.rows().stream()
                .filter(row -> row.piped() != null && !waiters(row).isEmpty())
                .map(row -> Long.toHexString(((Value.SymbolRef) field(row, "addr")).address()) + " "
                        + ((Value.Text) field(row, "kind")).text() + " " + owner(row) + " " + waiters(row))
                .toList();
        List<String> expected = domain(seed).truth().list("locks").stream()
                .filter(lock -> !lock.list("waiters").isEmpty())
                .map(lock -> hex(lock, "address") + " " + lock.text("kind") + " " + hex(lock, "owner") + " "
                        + lock.list("waiters").stream()
                                .map(each -> hex(each, "thread") + " " + each.text("kind"))
                                .sorted()
                                .toList())
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theCircleIsPrintedThreadByThread(long seed) {
        Facts fault = domain(seed).truth().list("faults").getFirst();
        List<Long> threads = fault.numbers("threads");
        List<Long> locks = fault.numbers("locks");
        String printed = domain(seed)
                .conversation()
                .run("::locks")
                .lines()
                .filter(line -> line.startsWith("deadlock: "))
                .reduce((one, other) -> one + "\n" + other)
                .orElseThrow();
        var circles = new ArrayList<String>();
        for (int start = 0; start < threads.size(); start++) {
            var circle = new StringBuilder("deadlock: ");
            for (int i = 0; i < threads.size(); i++) {
                int place = (start + i) % threads.size();
                circle.append(Long.toHexString(threads.get(place)))
                        .append(" -> ")
                        .append(Long.toHexString(locks.get(place)))
                        .append(" -> ");
            }
            circles.add(circle + Long.toHexString(threads.get(start)));
        }
        assertThat(circles).as("read from any thread on").contains(printed);
        assertThat(domain(seed).conversation().run("::locks -d").lines().filter(line -> line.contains(" deadlock ")))
                .hasSameSizeAs(locks);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theTurnstilesAreThoseOfTheLocksThatAreWaitedFor(long seed) {
        Conversation session = domain(seed).conversation();
        session.run("::turnstile");
        assertThat(session.rows().stream()
                        .map(row -> row.text().substring(0, 39).replaceAll(" +", " ")))
                .containsExactlyInAnyOrderElementsOf(domain(seed).truth().list("turnstiles").stream()
                        .map(fact -> hex(fact, "address") + " " + hex(fact, "lock") + " "
                                + fact.numbers("waiters").size())
                        .toList());
        for (Facts fact : domain(seed).truth().list("turnstiles")) {
            assertThat(session.run(hex(fact, "lock") + "::sobj2ts")).isEqualTo(hex(fact, "address") + "\n");
            assertThat(session.run(hex(fact, "lock") + "::walk blocked").lines())
                    .containsExactlyInAnyOrderElementsOf(fact.numbers("waiters").stream()
                            .map(each -> "0x" + Long.toHexString(each))
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyHeldMutexNamesItsOwner(long seed) {
        Conversation session = domain(seed).conversation();
        for (Facts lock : domain(seed).truth().list("locks")) {
            String address = hex(lock, "address");
            if (lock.text("kind").equals("mutex")) {
                assertThat(session.run(address + "::walk mutex_owner"))
                        .isEqualTo(lock.has("owner") ? lock.text("owner") + "\n" : "");
            } else {
                String holder = lock.has("owner")
                        ? hex(lock, "owner")
                        : lock.number("readers") == 0 ? "-" : "READERS=" + lock.number("readers");
                assertThat(session.run(address + "::rwlock").lines().skip(1))
                        .first()
                        .asString()
                        .startsWith(address + " " + " ".repeat(16 - holder.length()) + holder + "  B");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatThreadsSleepOnIsCounted(long seed) {
        long sleepers = domain(seed).truth().list("threads").stream()
                .filter(thread -> thread.text("state").equals("sleep"))
                .count();
        long blocked = domain(seed).truth().list("turnstiles").stream()
                .mapToLong(each -> each.numbers("waiters").size())
                .sum();
        Conversation session = domain(seed).conversation();
        session.run("::wchaninfo");
        long counted = session.rows().stream()
                .mapToLong(row -> ((Value.Quantity) field(row, "nwaiters")).value())
                .sum();
        assertThat(counted).isEqualTo(sleepers - blocked);
    }
}
