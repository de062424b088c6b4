package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.stack.StackFrame;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Locks in a kernel that is stuck. No real domain is: three sleeping tasks of the sample are made to wait for each other's mutexes and a
 * fourth one to read what one of them writes, by what the kernel would have left on their stacks and in the locks.
 */
class LinuxDeadlockTest {
    /** Well inside of a function, where it keeps its frame. */
    private static final long INSIDE = 0x100;
    /** Where a waiter lies above the frame of the function that waits. */
    private static final long RECORD = 0x10;

    private static final long WAIT_LIST = 0x10;
    private static final long WAITERS = 1;

    private final LinuxGuest guest = (LinuxGuest) LinuxDomain.target().guest();

    private LinuxTask task(String name) {
        return guest.tasks(problem -> {}).stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private long function(Predicate<String> name) {
        for (int symbol = 0; symbol < guest.kallsyms().count(); symbol++) {
            if (name.test(guest.kallsyms().name(symbol))) {
                return guest.kallsyms().address(symbol);
            }
        }
        throw new AssertionError();
    }

    /** Lets a task sleep in a function, and gives the place for its record. */
    private long sleepIn(TamperedDomain domain, LinuxTask task, long function) {
        List<StackFrame> frames = guest.stackOf(task).frames();
        long frame = frames.get(2).fp();
        domain.word(frame - Long.BYTES, function + INSIDE);
        return frame + RECORD;
    }

    private void waitFor(TamperedDomain domain, LinuxTask task, long function, long waitList) {
        long record = sleepIn(domain, task, function);
        domain.word(record, waitList).word(record + 8, waitList).word(record + 16, task.address());
        domain.word(waitList, record).word(waitList + 8, record);
    }

    private void mutex(TamperedDomain domain, long mutex, LinuxTask owner, LinuxTask waiter) {
        domain.word(mutex, owner.address() | WAITERS);
        waitFor(domain, waiter, function(name -> name.startsWith("__mutex_lock.")), mutex + WAIT_LIST);
    }

    private static String hex(long value) {
        return String.format(Locale.ROOT, "%016x", value);
    }

    @Test
    void tasksThatWaitForEachOtherAreADeadlock() {
        LinuxTask first = task("lab-zparent");
        LinuxTask second = task("lab-memory");
        LinuxTask third = task("lab-pauser");
        LinuxTask reader = task("kauditd");
        try (TamperedDomain domain = TamperedDomain.of(LinuxDomain.target())) {
            long slab = domain.variable("slab_mutex");
            long text = domain.variable("text_mutex");
            long rtnl = domain.variable("rtnl_mutex");
            long mounts = domain.variable("namespace_sem");
            mutex(domain, slab, first, second);
            mutex(domain, text, second, third);
            mutex(domain, rtnl, third, first);
            // A writer holds it, and there are waiters.
            domain.word(mounts, 3).word(mounts + 8, first.address());
            waitFor(domain, reader, function("rwsem_down_read_slowpath"::equals), mounts + 0x18);
            long waiter = guest.stackOf(reader).frames().get(2).fp() + RECORD;
            domain.put(waiter + 0x18, 4, 1);

            Conversation session = domain.conversation();
            String locks = session.run("::locks");
            assertThat(session.messages()).isEmpty();
            assertThat(locks)
                    .contains(hex(slab) + " mutex   " + hex(first.address()) + "    1   - deadlock slab_mutex\n")
                    .contains("held by " + hex(first.address()) + " " + first.pid() + " lab-zparent\n")
                    .contains("    (W) " + hex(second.address()) + " " + second.pid() + " lab-memory\n")
                    .contains(hex(mounts) + " rwsem   " + hex(first.address()) + "    1   - -        namespace_sem\n")
                    .contains("    (R) " + hex(reader.address()) + " " + reader.pid() + " kauditd\n");
            assertThat(locks.lines().filter(line -> line.startsWith("deadlock: ")))
                    .singleElement()
                    .asString()
                    .contains(hex(first.address()) + " -> " + hex(rtnl) + " -> " + hex(third.address()))
                    .contains(hex(third.address()) + " -> " + hex(text) + " -> " + hex(second.address()))
                    .contains(hex(second.address()) + " -> " + hex(slab) + " -> " + hex(first.address()));
            assertThat(session.run("::locks -d").lines().filter(line -> line.contains(" mutex ")))
                    .hasSize(3);
            assertThat(session.run("::locks -d | ::mutex").lines().filter(line -> line.contains("held by")))
                    .hasSize(3);
            assertThat(session.run("::pgrep -x lab-memory | ::waitq").lines().skip(1))
                    .anyMatch(line -> line.startsWith(hex(slab) + " mutex ") && line.endsWith(" slab_mutex"));
            assertThat(session.run("::locks -v")).contains("__schedule+0x");
        }
    }

    @Test
    void aWaiterWhoseListIsBrokenIsNamed() {
        LinuxTask waiter = task("lab-memory");
        try (TamperedDomain domain = TamperedDomain.of(LinuxDomain.target())) {
            long slab = domain.variable("slab_mutex");
            mutex(domain, slab, task("lab-pauser"), waiter);
            domain.word(slab + WAIT_LIST, 0x1000);
            Conversation session = domain.conversation();
            assertThat(session.errors("::locks"))
                    .isEqualTo("xmdb: task " + Long.toHexString(waiter.address())
                            + " sleeps for a mutex, and no sound record of that is on its stack\n");
            assertThat(session.errors("slab_mutex::mutex"))
                    .startsWith("xmdb: waiters of mutex " + Long.toHexString(slab) + " break off at 1000: ");
        }
    }
}
