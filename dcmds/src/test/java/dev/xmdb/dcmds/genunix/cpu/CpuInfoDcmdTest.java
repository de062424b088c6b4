package dev.xmdb.dcmds.genunix.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected text is a session of 2007 with a hung console with mdb's columns, or follows from the truth. */
class CpuInfoDcmdTest {
    private static final String HEADER =
            " ID ADDR             FLG NRUN BSPL PRI RNRN KRNRN SWITCH THREAD           PROC\n";
    private static final String ROW =
            "  0 fffffffffbc4b7f0  1b   40    9 169  yes   yes t-1408926 ffffff00010bfc80 sched\n";
    private static final long CPU = 0xfffffffffbc4b7f0L;
    private static final int CPU_FLAGS = 8;
    private static final int CPU_THREAD = 24;
    private static final int CPU_NEXT = 96;
    private static final int CPU_DISP = 224;
    private static final int LAST_SWITCH = 256;
    private static final int NRUNNABLE = 36;

    private final Conversation session = SolarisDomain.sxc16().conversation();

    @Test
    void theCpuOfTheHungConsoleIsThatOfTheSession() {
        assertThat(session.run("::cpuinfo")).isEqualTo(HEADER + ROW);
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void aCpuIsChosenByItsNumberOrItsStructure() {
        assertThat(session.run("0::cpuinfo")).isEqualTo(HEADER + ROW);
        assertThat(session.run("fffffffffbc4b7f0::cpuinfo")).isEqualTo(HEADER + ROW);
        assertThat(session.run("::walk cpu | ::cpuinfo")).isEqualTo(HEADER + ROW);
        assertThat(session.errors("7::cpuinfo"))
                .isEqualTo("xmdb: 7 is neither a valid CPU ID nor a valid cpu_t address\n");
    }

    @Test
    void linesLeadFromACpuToItsFlagsItsInterruptThreadsAndItsQueue() {
        String drawing = session.run("::cpuinfo -v");
        assertThat(drawing)
                .startsWith(HEADER + ROW
                        + "                       |    |    |\n"
                        + "            RUNNING <--+    |    +--> PIL THREAD\n"
                        + "              READY         |          10 ffffff00010bfc80\n"
                        + "             EXISTS         |           - ffffff0001593c80 sched\n"
                        + "             ENABLE         |\n"
                        + "                            +-->  PRI THREAD           PROC\n");
        assertThat(drawing).endsWith("\n\n");
        Facts cpu = SolarisDomain.sxc16().truth().list("cpus").getFirst();
        assertThat(session.rows()).hasSize(1);
        assertThat(drawing.lines().skip(8).filter(line -> !line.isEmpty()))
                .hasSize(40)
                .allMatch(line -> line.matches(" {34}[ 0-9]{3} [0-9a-f]{16} .+"))
                .extracting(line -> Long.parseUnsignedLong(line.substring(38, 54), 16))
                .containsExactlyInAnyOrderElementsOf(cpu.numbers("run_queue"));
        assertThat(drawing.lines().skip(8).filter(line -> !line.isEmpty()))
                .extracting(line -> -Integer.parseInt(line.substring(34, 37).strip()))
                .isSorted();
    }

    @Test
    void aCpuThatOnlyHasFlagsShowsThese() {
        try (TamperedDomain domain = TamperedDomain.of(SolarisDomain.sxc16())) {
            long queue = SolarisDomain.sxc16().target().virtual().readLong(CPU + CPU_DISP);
            Conversation idle = domain.put(CPU + CPU_FLAGS, 2, 0x22)
                    .put(queue + NRUNNABLE, 4, 0)
                    .word(CPU + LAST_SWITCH, 0)
                    .word(CPU + CPU_THREAD, 0xffffff0001505c80L)
                    .word(0xffffff00010bfc80L + 44, 0)
                    .conversation();
            assertThat(idle.run("::cpuinfo -v"))
                    .isEqualTo(HEADER
                            + "  0 fffffffffbc4b7f0  22    0    9  -1  yes   yes -      ffffff0001505c80 (idle)\n"
                            + "                       |    \n"
                            + "              READY <--+    \n"
                            + "            OFFLINE         \n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 11})
    void theLineTellsWhatIsTrueOfTheDomain(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        StringBuilder expected = new StringBuilder(HEADER);
        for (Facts cpu : domain.truth().list("cpus")) {
            expected.append(String.format(
                    Locale.ROOT,
                    "%3d %x  1b %4d %4d %3d  yes   yes t-%-4d %x sched\n",
                    cpu.number("id"),
                    cpu.number("address"),
                    cpu.number("runnable"),
                    cpu.number("base_spl"),
                    cpu.number("priority"),
                    cpu.number("lbolt") - cpu.number("last_switch"),
                    cpu.number("thread")));
        }
        assertThat(domain.conversation().run("::cpuinfo")).isEqualTo(expected.toString());
    }

    @Test
    void theQueueIsWalkedFromTheHighestPriorityDown() {
        Facts cpu = SolarisDomain.sxc16().truth().list("cpus").getFirst();
        List<String> addresses =
                session.run("fffffffffbc4b7f0::walk cpu_dispq").lines().toList();
        assertThat(addresses)
                .extracting(line -> Long.parseUnsignedLong(line.substring(2), 16))
                .containsExactlyInAnyOrderElementsOf(cpu.numbers("run_queue"));
        assertThat(session.run("cp_default::walk cpupart_dispq")).isEmpty();
    }

    @Test
    void listsThatAreBrokenAreShownAsFarAsTheyGo() {
        try (TamperedDomain domain = TamperedDomain.of(SolarisDomain.sxc16())) {
            Conversation lost = domain.word(CPU + CPU_NEXT, 0x5000).conversation();
            assertThat(lost.run("::cpuinfo")).isEqualTo(HEADER + ROW);
            assertThat(lost.messages()).startsWith("xmdb: failed to read cpu at 5000: no virtual memory at 5000");
            assertThat(lost.outcome().succeeded()).isFalse();
        }
        try (TamperedDomain domain = TamperedDomain.of(SolarisDomain.sxc16())) {
            long first = SolarisDomain.sxc16()
                    .truth()
                    .list("cpus")
                    .getFirst()
                    .numbers("run_queue")
                    .getFirst();
            Conversation circle = domain.word(first, first).conversation();
            assertThat(circle.errors("::cpuinfo -v"))
                    .isEqualTo(
                            "xmdb: threads of a dispatch queue run in a circle at " + Long.toHexString(first) + "\n");
        }
        try (TamperedDomain domain = TamperedDomain.of(SolarisDomain.sxc16())) {
            Conversation lost = domain.word(CPU + CPU_DISP, 0x5000).conversation();
            assertThat(lost.errors("::cpuinfo")).startsWith("xmdb: failed to read disp_t at 5000: ");
        }
    }
}
