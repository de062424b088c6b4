package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import org.junit.jupiter.api.Test;

/** Commands about the scheduler, waits, timers and the network on the sample of the repository. */
class LinuxWaitsTest {
    private final Conversation session = new Conversation(LinuxDomain.target());

    @Test
    void theRunQueueHasTheTaskThatTheCpuRuns() {
        assertThat(session.run("::runq")).matches("""
                        CPU 0: rq ffff[0-9a-f]{12} 1 runnable, \\d+ switches, clock \\d+\\.\\d{6}
                          CLASS PRI +TIME TASK +PID NAME +GROUP
                        > fair  120 +\\d+\\.\\d{6} ffff[0-9a-f]{12} +\\d+ lab-spin-user +-
                        """);
        assertThat(session.messages()).isEmpty();
        assertThat(session.run("::walk cpu | ::runq | ::ps")).contains("lab-spin-user");
        assertThat(session.run("::runq -w").lines()).hasSize(2);
        assertThat(session.errors("77::runq"))
                .isEqualTo("xmdb: 77 is neither the number of a CPU nor the address of its rq\n");
    }

    @Test
    void sleepingTasksAreFoundInTheirQueues() {
        String waits = session.run("::waitq");
        assertThat(session.messages()).isEmpty();
        assertThat(waits)
                .containsPattern(
                        "\n[0-9a-f]{16} waitq +[0-9a-f]{16} +\\d+ kauditd +autoremove_wake_function +kauditd_wait\n")
                .containsPattern("\n[0-9a-f]{16} timer +[0-9a-f]{16} +\\d+ lab-memory +hrtimer_wakeup +-\n");
        assertThat(session.run("kauditd_wait::waitq").lines().skip(1))
                .singleElement()
                .asString()
                .contains(" kauditd ");
        assertThat(session.run("::pgrep -x kauditd | ::waitq").lines().skip(1))
                .singleElement()
                .asString()
                .endsWith(" kauditd_wait");
    }

    @Test
    void aTaskThatWaitsForASignalWaitsInNoQueue() {
        assertThat(session.run("::pgrep -x lab-pauser | ::waitq").lines()).hasSize(1);
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void whatIsNoWaitQueueIsNotFollowedFar() {
        assertThat(session.errors("1000::waitq")).startsWith("xmdb: entries of wait queue 1000 break off at 1008: ");
    }

    @Test
    void whatThereIsNotOneOfIsSaidAndNotTakenForNothing() {
        assertThat(session.errors("::timers -c 1")).isEqualTo("xmdb: there is no CPU 1\n");
        assertThat(session.errors("99::timers")).isEqualTo("xmdb: 99 is not the address of a task\n");
        assertThat(session.errors("99::locks"))
                .startsWith("xmdb: no lock that a task waits for or holds was found at 99");
        assertThat(session.errors("::net -ds"))
                .startsWith("xmdb: only one of -d and a choice of sockets may be given\n");
    }

    @Test
    void timersSayWhatTheyCallAndForWhom() {
        String timers = session.run("::timers");
        assertThat(session.messages()).isEmpty();
        assertThat(timers)
                .containsPattern("\n  0 wheel +\\w+ +\\d+ +-?\\d+\\.\\d{6} process_timeout +\\w{16} \\d+ khungtaskd\n")
                .containsPattern("\n  0 defer +\\w+ +\\d+ +-?\\d+\\.\\d{6} delayed_work_timer_fn +vmstat_shepherd\n")
                .containsPattern("\n  0 mono +\\w+ +\\d+ +-?\\d+\\.\\d{6} tick_sched_timer +-\n");
        assertThat(session.run("::timers -r")).doesNotContain(" wheel ").contains(" mono ");
        assertThat(session.run("::timers -w -c 0")).doesNotContain(" mono ").contains(" wheel ");
        assertThat(session.run("::pgrep -x lab-memory | ::timers").lines().skip(1))
                .singleElement()
                .asString()
                .contains("hrtimer_wakeup");
    }

    @Test
    void aKernelInWhichNobodyWaitsForLocksHasNone() {
        assertThat(session.run("::locks"))
                .isEqualTo("            ADDR KIND         OWNER/COUNT WTRS CPU NOTE     LOCK\n");
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void aLockCanBeLookedAt() {
        assertThat(session.run("slab_mutex::mutex").lines().skip(1))
                .singleElement()
                .asString()
                .matches("ffffffff[0-9a-f]{8} mutex +- +0   - - +slab_mutex");
        assertThat(session.run("namespace_sem::rwsem").lines().skip(1))
                .singleElement()
                .asString()
                .matches("ffffffff[0-9a-f]{8} rwsem +- +0   - - +namespace_sem");
        assertThat(session.run("console_sem::sema").lines().skip(1))
                .singleElement()
                .asString()
                .matches("ffffffff[0-9a-f]{8} sema +COUNT=1 +0   - - +console_sem");
        assertThat(session.errors("linux_banner::mutex"))
                .startsWith("xmdb: linux_banner: invalid mutex: ")
                .endsWith(" is no task (-f to print anyway)\n");
        assertThat(session.errors("1000::mutex")).startsWith("xmdb: failed to read mutex at 0x1000: ");
    }

    @Test
    void theLoopbackHasItsAddresses() {
        String net = session.run("::net");
        assertThat(session.messages()).isEmpty();
        assertThat(net)
                .containsPattern("\nffff[0-9a-f]{12} +4026531\\d{3}   1 lo +UNKNOWN 65536 ")
                .contains("UP,LOOPBACK 00:00:00:00:00:00 127.0.0.1/8 ::1/128\n");
        assertThat(session.run("::net -d | ::net -d").lines()).hasSize(3);
        assertThat(session.errors("1000::net"))
                .isEqualTo("xmdb: 1000 is neither a task nor a network device nor a socket\n");
    }
}
