package dev.xmdb.dcmds.unix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.TamperedDomain;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels whose records of page tables and memory are spoilt: what was read is printed, and what is wrong is said. */
class DamagedTablesTest {
    private static final String CPU = "fffffffffbc4b7f0";

    private static Conversation on(String damage) {
        return SolarisDomain.damaged(damage).conversation();
    }

    @Test
    void endlessHashChainsEndWithAMessage() {
        Conversation session = on("htable-cycle");
        assertThat(session.run(CPU + "::vatopfn")).contains("\tlevel=0 htable=").contains("maps pfn 0x");
        assertThat(session.messages()).startsWith("xmdb: htables run in a circle at ");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void hashChainsThatRunTogetherAreReadOnce() {
        SolarisDomain sound = SolarisDomain.sxc16();
        var memory = sound.target().virtual();
        var types = SolarisKernel.of(sound.target()).types();
        long kas = sound.target().symbols().valueOf("kas").orElseThrow();
        long hat = types.layout("struct as").at(memory, kas).number("a_hat");
        var view = types.layout("struct hat").at(memory, hat);
        long buckets = view.number("hat_num_hash");
        long hash = view.number("hat_ht_hash");
        long first = IntStream.range(0, (int) buckets)
                .mapToLong(bucket -> memory.readWord(hash + 8L * bucket))
                .filter(table -> table != 0)
                .findFirst()
                .orElseThrow();
        try (TamperedDomain domain = TamperedDomain.of(sound)) {
            for (long bucket = 0; bucket < buckets; bucket++) {
                domain.word(hash + 8 * bucket, first);
            }
            Conversation session = domain.conversation();
            assertThat(session.run(Long.toHexString(hat) + "::htables").lines()).doesNotHaveDuplicates();
            assertThat(session.messages())
                    .contains("xmdb: htables of two hash buckets run together at " + Long.toHexString(first) + "\n");
        }
    }

    @Test
    void aHashThatNoHatHasIsNotRead() {
        assertThat(on("hash-size").errors(CPU + "::vatopfn"))
                .contains("4294967295 hash buckets are more than any hat has")
                .contains(" is unmapped by the kernel's htables, but its page table says otherwise: maps mfn 0x");
    }

    @Test
    void anImpossibleNumberOfLevelsIsNotBelieved() {
        Conversation session = on("mmu-levels");
        assertThat(session.run(CPU + "::vatopfn").lines()).hasSize(5);
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void withoutTheKernelsRecordsThePageTablesAnswer() {
        Conversation session = on("hole-kas");
        assertThat(session.run(CPU + "::vatopfn")).startsWith("Virtual address 0x" + CPU + " maps pfn 0x");
        assertThat(session.messages())
                .startsWith("xmdb: Couldn't read struct as at ")
                .contains("; what follows is what the page tables say");
        assertThat(session.outcome().succeeded()).isFalse();
        assertThat(session.run("::ptescan | ::map .").lines()).hasSizeGreaterThan(100);
    }

    @Test
    void aPageTableThatIsMissingIsNamedAndTheOthersAreScanned() {
        Conversation session = on("hole-page-table");
        assertThat(session.run("::ptescan | ::map .").lines()).hasSizeGreaterThan(100);
        assertThat(session.messages())
                .matches("xmdb: the level 0 page table of [0-9a-f]{16}, mfn 0x[0-9a-f]+, is not in the image\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page-table-cycle", "mfn-list-wild", "mfn-count", "hole-root"})
    void scansAndTranslationsEnd(String damage) {
        Conversation session = on(damage);
        for (String command : new String[] {"::ptescan -m", CPU + "::vatopfn", "<rip::vatopfn | ::report_maps"}) {
            assertThat(session.errors(command)).doesNotContain("internal error");
        }
    }

    @Test
    void aListOfMemoryThatGoesOnWithItselfEnds() {
        Conversation session = on("memlist-cycle");
        assertThat(session.run("::memlist").lines()).hasSize(3);
        assertThat(session.messages()).startsWith("xmdb: phys_install ranges run in a circle at ");
    }

    @Test
    void endlessAndWildHandlersAreToldOf() {
        assertThat(on("handlers-cycle").errors("::evtchns")).contains("interrupt handlers run in a circle at ");
        assertThat(on("handlers-wild").errors("::evtchns")).contains("no virtual memory at ");
        assertThat(on("handlers-cycle").run("::evtchns").lines()).hasSize(8);
        assertThat(on("channels-wild").errors("::evtchns")).doesNotContain("internal error");
        assertThat(on("interrupt-kinds").run("::evtchns").lines().skip(1)).allMatch(line -> line.startsWith("?  "));
        assertThat(on("device-cycle").errors("::evtchns -d")).doesNotContain("internal error");
    }
}
