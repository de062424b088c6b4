package dev.xmdb.dcmds.genunix.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Layouts are those of sys/cpupart.h and sys/cpuvar.h, columns those of mdb. */
class CpuPartitionDcmdTest {
    private static final String HEADER = " ID             ADDR NRUN #CPU CPUS\n";
    private static final int NRUNNABLE = 36;
    private static final int QUEUES = 8;
    private static final int QUEUE_SIZE = 24;
    private static final int CP_NCPUS = 60;
    private static final int CP_NEXT = 64;
    private static final int CP_CPULIST = 80;

    private static final SolarisDomain DOMAIN = SolarisDomain.sxc16();
    private static final long PARTITION =
            DOMAIN.target().symbols().valueOf("cp_default").orElseThrow();
    private static final String ROW = "  0 " + Long.toHexString(PARTITION) + "    0    1 0\n";

    @Test
    void theOnlyPartitionHasTheOnlyCpu() {
        Conversation session = DOMAIN.conversation();
        assertThat(session.run("::cpupart")).isEqualTo(HEADER + ROW);
        assertThat(session.run("::cpupart -v")).isEqualTo(HEADER + ROW);
        assertThat(session.run("cp_default::cpupart")).isEqualTo(HEADER + ROW);
        assertThat(session.run("::walk cpupart | ::cpupart")).isEqualTo(HEADER + ROW);
        assertThat(session.run("cp_default::walk cpupart_cpulist")).isEqualTo("0xfffffffffbc4b7f0\n");
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void cpusThatFollowEachOtherAreWrittenAsOneRange() {
        SolarisDomain many = SolarisDomain.of("many-vcpus", 1);
        List<Facts> cpus = many.truth().list("cpus");
        assertThat(many.conversation().run("::cpupart").lines().skip(1))
                .singleElement()
                .asString()
                .endsWith(String.format(Locale.ROOT, " %d 0-%d", cpus.size(), cpus.size() - 1));
        assertThat(many.conversation().run("cp_default::walk cpupart_cpulist").lines())
                .containsExactlyElementsOf(cpus.stream()
                        .map(cpu -> "0x" + Long.toHexString(cpu.number("address")))
                        .toList());
    }

    @Test
    void theThreadsOnThePartitionsQueueStandBelowIt() {
        Facts init = DOMAIN.truth().list("threads").stream()
                .filter(thread -> thread.number("address") == 0xffffff01d6f09c00L)
                .findFirst()
                .orElseThrow();
        long queues = DOMAIN.target().virtual().readWord(PARTITION + QUEUES);
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            domain.put(PARTITION + NRUNNABLE, 4, 1).word(queues + 100L * QUEUE_SIZE, init.number("address"));
            assertThat(domain.conversation().run("::cpupart -v"))
                    .isEqualTo(HEADER
                            + "  0 " + Long.toHexString(PARTITION) + "    1    1 0\n"
                            + "                        |\n"
                            + "                        +-->  PRI THREAD           PROC\n"
                            + "                               59 ffffff01d6f09c00 init\n");
            assertThat(domain.conversation().run("cp_default::walk cpupart_dispq"))
                    .isEqualTo("0xffffff01d6f09c00\n");
        }
    }

    @Test
    void whatIsWrongWithAPartitionIsSaidAfterWhatCouldBeRead() {
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            domain.put(PARTITION + CP_NCPUS, 4, 3).word(PARTITION + CP_NEXT, 0x1000);
            Conversation session = domain.conversation();
            assertThat(session.run("::cpupart")).startsWith(HEADER).contains("    0    3 0\n");
            assertThat(session.messages())
                    .contains("xmdb: cpu count doesn't match cpupart list\n")
                    .contains("xmdb: CPU partitions break off at 1000: ");
            assertThat(session.outcome().succeeded()).isFalse();
        }
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            domain.word(PARTITION + CP_CPULIST, 0x2000);
            assertThat(domain.conversation().errors("cp_default::walk cpupart_cpulist"))
                    .contains("CPUs of the partition break off at 2000: ");
        }
    }
}
