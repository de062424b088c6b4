package dev.xmdb.dcmds.genunix.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of threads against the truth about them; offsets are those of the kernel's kthread_t and proc_t. */
class ThreadDcmdsTest {
    private static final String HEADER = "            ADDR             PROC              LWP CMD/LWPID\n";
    private static final String STATES = "            ADDR    STATE  FLG PFLG SFLG   PRI  EPRI PIL             INTR\n";
    private static final int T_NEXT = 400;
    private static final int T_PROCP = 384;
    private static final int T_STATE = 44;
    private static final int T_TASKQ = 760;
    private static final int T_FORW = 352;

    private final SolarisDomain domain = SolarisDomain.sxc16();
    private final Conversation session = domain.conversation();

    private static String hex(Facts facts, String name) {
        return String.format(Locale.ROOT, "%016x", facts.number(name));
    }

    private static List<Facts> used(SolarisDomain domain) {
        return domain.truth().list("threads").stream()
                .filter(thread -> !thread.text("state").equals("free"))
                .toList();
    }

    private static String name(Facts thread, String row) {
        if (thread.has("taskq")) {
            return "tq:" + thread.text("taskq");
        }
        String start = thread.text("start");
        // A thread of a process is called after its program, with a number that the truth does not tell.
        return row.endsWith("()") ? (start.isEmpty() ? "0()" : start + "()") : thread.text("command") + "/";
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyThreadInUseHasALineInTheOrderOfTheKernelsList(long seed) {
        SolarisDomain other = SolarisDomain.of("sxc16", seed);
        List<String> lines = other.conversation().run("::threadlist").lines().toList();
        List<Facts> threads = used(other);
        assertThat(lines.getFirst() + "\n").isEqualTo(HEADER);
        assertThat(lines).hasSize(threads.size() + 1);
        for (int i = 0; i < threads.size(); i++) {
            String line = lines.get(i + 1);
            assertThat(line).startsWith(hex(threads.get(i), "address") + " " + hex(threads.get(i), "process") + " ");
            assertThat(line.substring(51)).startsWith(name(threads.get(i), line));
        }
    }

    @Test
    void threadsOfTaskqsAreLeftOutOnDemand() {
        String all = session.run("::threadlist");
        String without = session.run("::threadlist -t");
        assertThat(all).contains(" tq:streams_taskq\n");
        assertThat(without).startsWith(HEADER).doesNotContain("tq:");
        assertThat(without.lines().count())
                .isEqualTo(1
                        + used(domain).stream()
                                .filter(thread -> !thread.has("taskq"))
                                .count());
    }

    @Test
    void aThreadIsListedByItsAddressAndThreadsByAPipeUnderOneHeader() {
        assertThat(session.run("ffffff0001593c80::threadlist"))
                .isEqualTo(HEADER + "ffffff0001593c80 fffffffffbc2ebb0                0 tq:streams_taskq\n");
        assertThat(session.run("::walk thread | ::threadlist")).isEqualTo(session.run("::threadlist"));
        assertThat(session.run("::threadlist | ::threadlist")).isEqualTo(session.run("::threadlist"));
    }

    @Test
    void aStackFollowsEachThreadOnDemand() {
        assertThat(session.run("t0::threadlist -v"))
                .startsWith("            ADDR             PROC              LWP CLS PRI            WCHAN\n"
                        + "fffffffffbc2fa80 fffffffffbc2ebb0 fffffffffbc314a0   0  96 ")
                .contains("""

                          PC: swtch+0x17f    CMD: sched
                          stack pointer for thread fffffffffbc2fa80: fffffffffbc24f70
                          [ fffffffffbc24f70 swtch+0x17f() ]
                            cv_wait+0x61()
                            sched+0x1a7()
                            thread_start+8()

                        """);
        assertThat(session.run("ffffff0001593c80::threadlist -v 2"))
                .contains("    TASKQ: streams_taskq\n", "    turnstile_wakeup+0x16e(fffffffec33a64d8, 0)\n");
        assertThat(session.errors("::threadlist 2")).startsWith("Usage: ");
        assertThat(session.run("::threadlist -v").split("\n\n"))
                .hasSize(used(domain).size());
    }

    @Test
    void theStateOfAThreadHasSetsOfColumns() {
        assertThat(session.run("ffffff00010bfc80::thread"))
                .isEqualTo(STATES + "ffffff00010bfc80 onproc      1    0    3   169     0  10 ffffff0001593c80\n");
        assertThat(session.run("t0::thread"))
                .isEqualTo(STATES + "fffffffffbc2fa80 sleep       0    0    3    96     0   0              n/a\n");
        String sets = session.run("t0::thread -ip");
        assertThat(sets.lines().toList())
                .hasSize(4)
                .contains(
                        "            ADDR             PROC              LWP             CRED",
                        "                    STATE  FLG PFLG SFLG   PRI  EPRI PIL             INTR",
                        "                 sleep       0    0    3    96     0   0              n/a");
        assertThat(session.run("t0::thread -ipm").lines()).hasSize(2);
        assertThat(session.run("t0::thread -b"))
                .startsWith("            ADDR            WCHAN               TS             PITS    SOBJ OPS\n")
                .endsWith("                0 cv_sobj_ops\n");
        assertThat(session.run("t0::thread -d"))
                .startsWith("            ADDR         DISPTIME BOUND PR\n")
                .matches("(?s).*\nfffffffffbc2fa80 [ 0-9a-f]{16}    -1  0\n");
        assertThat(session.run("t0::thread -s")).isEqualTo("""
                            ADDR         SIGQUEUE         SIG PEND         SIG HELD
                fffffffffbc2fa80                0 0000000000000000 0000000000000000
                """);
        assertThat(session.run("::thread -f").lines()).hasSize(used(domain).size() + 1);
    }

    @Test
    void everyStateThatIsTrueIsPrinted() {
        session.run("::thread");
        List<Emission.Row> rows = session.rows();
        List<Facts> threads = domain.truth().list("threads");
        assertThat(rows).hasSize(threads.size());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).fields())
                    .contains(
                            new Field("addr", new Value.Address(threads.get(i).number("address"))),
                            new Field("state", new Value.Text(threads.get(i).text("state"))),
                            new Field("flg", new Value.Address(threads.get(i).number("flags"))),
                            new Field("pri", new Value.Quantity(threads.get(i).number("priority"))));
        }
    }

    @Test
    void anInvalidStateIsPrintedAsANumber() {
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            long first = tampered.variable("t0");
            Conversation odd = tampered.put(first + T_STATE, 4, 0x77).conversation();
            assertThat(odd.run("t0::thread")).contains("fffffffffbc2fa80 inval/77    0");
        }
    }

    @Test
    void walkersDeliverAllThreadsOrThoseOfAProcess() {
        assertThat(session.run("::walk thread").lines())
                .containsExactlyElementsOf(domain.truth().list("threads").stream()
                        .map(thread -> "0x" + hex(thread, "address"))
                        .toList());
        for (Facts process : domain.truth().list("processes")) {
            assertThat(session.run(hex(process, "address") + "::walk thread").lines())
                    .containsExactlyInAnyOrderElementsOf(used(domain).stream()
                            .filter(thread -> thread.number("process") == process.number("address"))
                            .map(thread -> "0x" + hex(thread, "address"))
                            .toList());
        }
        assertThat(session.run("t0::tsd -k 1")).isEqualTo("0\n");
        assertThat(session.errors("t0::tsd")).startsWith("Usage: ");
    }

    @Test
    void aBrokenListIsShownAsFarAsItGoes() {
        List<Facts> threads = domain.truth().list("threads");
        long third = threads.get(2).number("address");
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            Conversation circle = tampered.word(third + T_NEXT, third).conversation();
            assertThat(circle.run("::threadlist").lines()).hasSize(4);
            assertThat(circle.messages())
                    .isEqualTo("xmdb: threads run in a circle at " + Long.toHexString(third) + "\n");
            assertThat(circle.outcome().succeeded()).isFalse();
            assertThat(circle.run("::walk thread").lines()).hasSize(3);
            assertThat(circle.run("::stacks -a | ::map .").lines()).hasSize(3);
            assertThat(circle.messages()).contains("run in a circle");
        }
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            Conversation lost = tampered.word(third + T_NEXT, 0x7000).conversation();
            assertThat(lost.run("::threadlist").lines()).hasSize(4);
            assertThat(lost.messages()).contains("failed to read kthread_t at 7000", "threads break off at 7000");
        }
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            long tlist = tampered.variable("t0");
            Conversation circle = tampered.word(tlist + T_FORW, third)
                    .word(third + T_FORW, third)
                    .conversation();
            assertThat(circle.errors("p0::walk thread"))
                    .isEqualTo("xmdb: threads of the process run in a circle at " + Long.toHexString(third) + "\n");
        }
    }

    @Test
    void processesAndTaskqsThatAreNotInMemoryLeaveTheThreadItsLine() {
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            long first = tampered.variable("t0");
            Conversation lost = tampered.word(first + T_PROCP, 0x7000)
                    .word(0xffffff0001505c80L + T_TASKQ, 0x8000)
                    .conversation();
            assertThat(lost.run("t0::threadlist"))
                    .isEqualTo(HEADER + "fffffffffbc2fa80             7000 fffffffffbc314a0 ?/1\n");
            assertThat(lost.run("ffffff0001505c80::threadlist")).endsWith(" idle()\n");
            assertThat(lost.run("t0::threadlist -v")).contains("    CMD: ?\n");
        }
        assertThat(session.errors("7000::threadlist")).startsWith("xmdb: failed to read kthread_t at 7000: ");
        assertThat(session.errors("7000::thread")).startsWith("xmdb: can't read kthread_t at 0x7000: ");
        assertThat(session.errors("7000::walk thread")).startsWith("xmdb: failed to read proc at 7000: ");
    }
}
