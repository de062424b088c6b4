package dev.xmdb.dcmds.genunix.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes against the truth about them; offsets are those of the kernel's proc_t. */
class ProcessDcmdsTest {
    private static final String HEADER = "S    PID   PPID   PGID    SID    UID      FLAGS             ADDR NAME\n";
    private static final long P0 = 0xfffffffffbc2ebb0L;
    private static final int P_CHILD = 72;
    private static final int P_SIBLING = 80;
    private static final int P_CRED = 32;
    private static final int P_STAT = 44;
    private static final int U_COMM = 560;

    private final SolarisDomain domain = SolarisDomain.sxc16();
    private final Conversation session = domain.conversation();

    private static String row(Facts process, String name) {
        return String.format(
                Locale.ROOT,
                " %6d %6d %6d %6d %6d 0x%08x %016x %s",
                process.number("pid"),
                process.number("parent"),
                process.number("group"),
                process.number("session"),
                process.number("user"),
                process.number("flags"),
                process.number("address"),
                process.text(name));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyProcessHasALine(long seed) {
        SolarisDomain other = SolarisDomain.of("sxc16", seed);
        List<Facts> processes = other.truth().list("processes");
        Conversation own = other.conversation();
        assertThat(own.run("::ps")).startsWith(HEADER + "R" + row(processes.getFirst(), "command") + "\n");
        assertThat(own.run("::ps").lines().skip(1).map(line -> line.substring(1)))
                .containsExactlyInAnyOrderElementsOf(
                        processes.stream().map(each -> row(each, "command")).toList());
        assertThat(own.run("::ps -f").lines().skip(1).map(line -> line.substring(1)))
                .containsExactlyInAnyOrderElementsOf(
                        processes.stream().map(each -> row(each, "arguments")).toList());
        for (Facts process : processes) {
            assertThat(own.run("0t" + process.number("pid") + "::pid2proc"))
                    .isEqualTo(Long.toHexString(process.number("address")) + "\n");
        }
    }

    @Test
    void furtherColumnsAndLinesAreShownOnDemand() {
        assertThat(session.run("p0::ps -TPz")).isEqualTo("""
                S    PID   PPID   PGID    SID  TASK  PROJ  ZONE    UID      FLAGS             ADDR NAME
                R      0      0      0      0     0     0     0      0 0x00000001 fffffffffbc2ebb0 sched
                """);
        String threads = session.run("p0::ps -tl");
        assertThat(threads)
                .startsWith(HEADER)
                .contains("\tT                t0 <TS_SLEEP>\n\tL              lwp0 ID: 1\n")
                .contains("\tT  0xffffff00010bfc80 <TS_ONPROC>\n\tL                 0 ID: 0\n");
        assertThat(session.run("::ps -t | ::map .").lines())
                .hasSize(domain.truth().list("processes").size());
        assertThat(session.run("::ps -R").lines().count())
                .isEqualTo(1
                        + domain.truth().list("threads").stream()
                                .filter(thread -> thread.text("state").equals("run")
                                        || thread.text("state").equals("onproc"))
                                .map(thread -> thread.number("process"))
                                .distinct()
                                .count());
        assertThat(session.run("::ps '^s[^y]'").lines().skip(1))
                .extracting(line -> line.substring(65))
                .containsExactlyInAnyOrder("sched", "sac", "sshd", "svc.configd", "svc.startd");
    }

    @ParameterizedTest
    @CsvSource({"1,S", "2,R", "3,Z", "4,T", "5,I", "6,O", "7,W", "9,?"})
    void aStateIsALetter(int state, String letter) {
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            assertThat(tampered.put(P0 + P_STAT, 1, state).conversation().run("p0::ps"))
                    .startsWith(HEADER + letter + "      0 ");
        }
    }

    @Test
    void processesAreFoundByTheirPrograms() {
        Facts init = domain.truth().list("processes").stream()
                .filter(each -> each.number("pid") == 1)
                .findFirst()
                .orElseThrow();
        assertThat(session.run("::pgrep -x init")).isEqualTo(HEADER + "R" + row(init, "command") + "\n");
        assertThat(session.run("::pgrep -x ini")).isEmpty();
        assertThat(session.run("::pgrep 'in[it]+$' | ::map ."))
                .isEqualTo(Long.toHexString(init.number("address")) + "\n");
        List<Facts> listings = domain.truth().list("processes").stream()
                .filter(each -> each.text("command").equals("ls"))
                .toList();
        // Processes were started in the order of their numbers.
        assertThat(session.run("::pgrep -n ls")).isEqualTo(HEADER + "R" + row(listings.getLast(), "command") + "\n");
        assertThat(session.run("::pgrep -xo ls")).isEqualTo(HEADER + "R" + row(listings.getFirst(), "command") + "\n");
        assertThat(session.errors("::pgrep -no ls")).startsWith("Usage: ");
        assertThat(session.errors("::pgrep")).startsWith("Usage: ");
        assertThat(session.errors("::pgrep '('")).startsWith("xmdb: invalid regular expression");
    }

    @Test
    void aProcessThatIsNotThereIsNotFound() {
        assertThat(session.errors("0t4711::pid2proc")).isEqualTo("xmdb: PID 0t4711 not found\n");
        assertThat(session.run("1::pid2proc")).isEqualTo(session.run("0t1::pid2proc"));
        assertThat(session.run("54::pid2proc")).isEqualTo(session.run("0t84::pid2proc"));
    }

    @Test
    void theTreeIndentsChildren() {
        String tree = session.run("::ptree");
        assertThat(tree).startsWith("fffffffffbc2ebb0  sched\n     ");
        assertThat(tree.lines()).hasSize(domain.truth().list("processes").size());
        Facts ttymon = domain.truth().list("processes").stream()
                .filter(each -> each.text("command").equals("ttymon"))
                .findFirst()
                .orElseThrow();
        assertThat(session.run(Long.toHexString(ttymon.number("address")) + "::ptree")
                        .lines()
                        .map(line -> line.replaceAll("[0-9a-f]{16}", "X")))
                .containsExactly("X  sched", "     X  init", "          X  sac", "               X  ttymon");
        assertThat(session.run("p0::walk proc")).isEqualTo(session.run("::walk proc"));
        assertThat(session.run("1::pid2proc | ::walk proc | ::ps").lines().count())
                .isEqualTo(domain.truth().list("processes").size() - 2);
    }

    @Test
    void whatIsBrokenIsShownAsFarAsItGoes() {
        long init = domain.target().virtual().readLong(P0 + P_CHILD);
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            Conversation circle = tampered.word(init + P_CHILD, P0).conversation();
            assertThat(circle.run("::ps").lines()).hasSize(5);
            assertThat(circle.messages()).isEqualTo("xmdb: processes run in a circle at fffffffffbc2ebb0\n");
            assertThat(circle.outcome().succeeded()).isFalse();
        }
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            Conversation lost = tampered.word(init + P_SIBLING, 0x7000)
                    .word(init + P_CRED, 0x8000)
                    .text(init + U_COMM, "a\u001b[31m\nb")
                    .conversation();
            assertThat(lost.run(Long.toHexString(init) + "::ps"))
                    .contains("      1      0      0      0      - 0x4a004000 ", "a\u001b[31m b\n");
            assertThat(lost.messages()).startsWith("xmdb: failed to read all of proc at ");
            assertThat(lost.errors("::ps")).contains("xmdb: failed to read proc at 7000: ");
        }
        assertThat(session.errors("7000::ps")).startsWith("xmdb: failed to read proc at 7000: ");
    }
}
