package dev.xmdb.dcmds.genunix.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.types.StructLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Threads that sleep in a sound domain are made to wait for locks by hand. */
class LocksDcmdTest {
    private static final SolarisDomain DOMAIN = SolarisDomain.sxc16();
    private static final StructLayout THREAD = DOMAIN.target().guest().types().layout("kthread_t");
    private static final String HEADER = "            ADDR KIND        OWNER/COUNT WTRS CPUS NOTE     LOCK\n";

    private static List<Long> sleepers() {
        return DOMAIN.truth().list("threads").stream()
                .filter(thread -> thread.text("state").equals("sleep"))
                .map(thread -> thread.number("address"))
                .toList();
    }

    private static String command(long thread) {
        Facts found = DOMAIN.truth().list("threads").stream()
                .filter(each -> each.number("address") == thread)
                .findFirst()
                .orElseThrow();
        return found.text("command").replaceAll(".*/", "");
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }

    private static long member(long thread, String path) {
        return thread + THREAD.member(path).offset();
    }

    /** Lets a thread wait for a lock on a turnstile whose queue of writers (or readers) it stands in. */
    private static void wait(TamperedDomain domain, long thread, long lock, String operations, boolean reads) {
        StructLayout layout = DOMAIN.target().guest().types().layout("turnstile_t");
        domain.word(member(thread, "t_lwpchan.lc_wchan"), lock);
        domain.word(member(thread, "t_sobj_ops"), domain.variable(operations));
        domain.put(domain.variable(operations), 4, operations.startsWith("mutex") ? 1 : 2);
        long turnstile = domain.variable("panicbuf") + (thread & 0xfff) + 0x100;
        domain.word(member(thread, "t_ts"), turnstile);
        domain.word(turnstile + layout.member("ts_sobj").offset(), lock);
        domain.put(turnstile + layout.member("ts_waiters").offset(), 4, 1);
        String queue = "ts_sleepq[" + (reads ? 1 : 0) + "]";
        domain.word(member(thread, "t_sleepq"), turnstile + layout.member(queue).offset());
    }

    @Test
    void threadsThatWaitInACircleAreADeadlock() {
        long one = sleepers().get(0);
        long other = sleepers().get(1);
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            long locks = domain.variable("panicbuf");
            domain.word(locks, one | 1).word(locks + 8, other | 1);
            wait(domain, one, locks + 8, "mutex_sobj_ops", false);
            wait(domain, other, locks, "mutex_sobj_ops", false);
            Conversation session = domain.conversation();
            assertThat(session.run("::locks"))
                    .startsWith(HEADER
                            + hex(locks + 8) + " mutex  " + hex(other) + "    1    - deadlock panicbuf+8\n"
                            + " ".repeat(24) + "held by " + hex(other) + " " + command(other) + "\n"
                            + " ".repeat(24) + "    (W) " + hex(one) + " " + command(one) + "\n"
                            + hex(locks) + " mutex  " + hex(one) + "    1    - deadlock panicbuf\n"
                            + " ".repeat(24) + "held by " + hex(one) + " " + command(one) + "\n"
                            + " ".repeat(24) + "    (W) " + hex(other) + " " + command(other) + "\n")
                    .endsWith("deadlock: " + hex(one) + " -> " + hex(locks + 8) + " -> " + hex(other) + " -> "
                            + hex(locks) + " -> " + hex(one) + "\n");
            assertThat(session.outcome().succeeded()).isTrue();
            assertThat(session.run("::locks -d | ::walk mutex_owner").lines())
                    .containsExactly("0x" + hex(other), "0x" + hex(one));
            assertThat(session.run(hex(locks) + "::walk blocked")).isEqualTo("0x" + hex(other) + "\n");
        }
    }

    @Test
    void aThreadThatWaitsForItsOwnLockIsADeadlock() {
        long thread = sleepers().getFirst();
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            long lock = domain.variable("panicbuf");
            domain.word(lock, thread | 1);
            wait(domain, thread, lock, "mutex_sobj_ops", false);
            assertThat(domain.conversation().run("::locks"))
                    .endsWith("deadlock: " + hex(thread) + " -> " + hex(lock) + " -> " + hex(thread) + "\n");
        }
    }

    @Test
    void readersAndWritersThatWaitForARwlockAreToldApart() {
        long reader = sleepers().get(0);
        long writer = sleepers().get(1);
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            long lock = domain.variable("panicbuf");
            domain.word(lock, 2 << 3 | 3);
            wait(domain, reader, lock, "rw_sobj_ops", true);
            wait(domain, writer, lock, "rw_sobj_ops", false);
            Conversation session = domain.conversation();
            assertThat(session.run("::locks"))
                    .startsWith(HEADER
                            + hex(lock) + " rwlock        READERS=2    2    - -        panicbuf\n"
                            + " ".repeat(24) + "    (R) " + hex(reader) + " " + command(reader) + "\n"
                            + " ".repeat(24) + "    (W) " + hex(writer) + " " + command(writer) + "\n");
            assertThat(session.run(hex(lock) + "::rwlock").lines().skip(1))
                    .containsExactly(
                            hex(lock) + "        READERS=2  B011 " + hex(reader) + " (R)",
                            " ".repeat(37) + "|| " + hex(writer) + " (W)",
                            "                 WRITE_WANTED -------+|",
                            "                  HAS_WAITERS --------+");
        }
    }

    @Test
    void anOwnerThatIsNoThreadIsNoted() {
        long thread = sleepers().getFirst();
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            long lock = domain.variable("panicbuf");
            domain.word(lock, 0xdeadbee9L);
            wait(domain, thread, lock, "mutex_sobj_ops", false);
            assertThat(domain.conversation().run("::locks -v"))
                    .contains("         deadbee8    1    - no owner panicbuf\n", "held by deadbee8 ?\n");
        }
    }

    @Test
    void aLockThatIsNotInMemoryIsNamed() {
        long thread = sleepers().getFirst();
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            wait(domain, thread, 0x10, "mutex_sobj_ops", false);
            Conversation session = domain.conversation();
            assertThat(session.run("::locks"))
                    .contains("0000000000000010 mutex                 -    1    - -        -\n");
            assertThat(session.messages()).startsWith("xmdb: lock at 10: no virtual memory at 10: ");
            assertThat(session.outcome().succeeded()).isFalse();
        }
    }

    @Test
    void aListOfThreadsThatClosesWronglyEndsWithAMessage() {
        long first = DOMAIN.truth().list("threads").getFirst().number("address");
        long second = DOMAIN.target().virtual().readLong(member(first, "t_next"));
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN).word(member(second, "t_next"), second)) {
            Conversation session = domain.conversation();
            for (String command : List.of("::locks", "::wchaninfo", "::turnstile", "::taskq")) {
                assertThat(session.errors(command))
                        .as(command)
                        .isEqualTo("xmdb: threads run in a circle at " + hex(second) + "\n");
            }
        }
    }
}
