package dev.xmdb.dcmds.genunix.taskq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskqDcmdsTest {
    private static final SolarisDomain DOMAIN = SolarisDomain.sxc16();

    /** Address of the queue of a name, as the program lists it. */
    private static long queue(String name) {
        Conversation session = DOMAIN.conversation();
        session.run("::taskq -n " + name);
        Emission.Row row = session.rows().getFirst();
        return row.piped() == null ? 0 : row.piped();
    }

    @Test
    void itListsEveryQueueThatHasThreads() {
        List<String> served = DOMAIN.truth().list("threads").stream()
                .filter(thread -> thread.has("taskq"))
                .map(thread -> thread.text("taskq"))
                .distinct()
                .sorted()
                .toList();
        String listed = DOMAIN.conversation().run("::taskq");
        assertThat(listed).startsWith("ADDR             NAME                             ACT/THDS Q'ED  MAXQ INST\n");
        assertThat(listed.lines()
                        .skip(1)
                        .map(line -> line.substring(17, 48).strip())
                        .sorted())
                .isEqualTo(served);
    }

    @Test
    void theThreadsOfAQueueAreThoseThatServeIt() {
        for (String name : List.of("system_taskq", "streams_taskq")) {
            List<String> threads = DOMAIN.truth().list("threads").stream()
                    .filter(thread ->
                            thread.has("taskq") && thread.text("taskq").equals(name))
                    .map(thread -> thread.text("address"))
                    .toList();
            assertThat(DOMAIN.conversation()
                            .run("::taskq -n " + name + " | ::walk taskq_thread")
                            .lines())
                    .containsExactlyInAnyOrderElementsOf(threads);
        }
        long all = DOMAIN.truth().list("threads").stream()
                .filter(thread -> thread.has("taskq"))
                .count();
        assertThat(DOMAIN.conversation().run("::walk taskq_thread").lines()).hasSize((int) all);
    }

    @Test
    void queuesAreChosenByActivityNameAndLength() {
        Conversation session = DOMAIN.conversation();
        assertThat(session.run("::taskq -a -n callout").lines()).hasSize(1);
        assertThat(session.run("::taskq -n _taskq").lines()).hasSizeGreaterThan(2);
        assertThat(session.run("::taskq -n callout -m 7fffffff").lines()).hasSize(1);
    }

    @Test
    void entriesThatDoNotCloseEndWithAMessage() {
        long address = queue("callout_taskq");
        long loop = address + 112 + 8;
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            domain.word(address + 112, loop).word(loop, loop);
            Conversation session = domain.conversation();
            assertThat(session.run(Long.toHexString(address) + "::walk taskq_entry"))
                    .isEqualTo("0x" + Long.toHexString(loop) + "\n");
            assertThat(session.messages())
                    .isEqualTo("xmdb: entries run in a circle at " + Long.toHexString(loop) + "\n");
        }
    }

    @Test
    void aCountOfThreadsThatNoQueueHasIsRefused() {
        long address = queue("callout_taskq");
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN).put(address + 64, 4, 0x7fff_ffff)) {
            assertThat(domain.conversation().errors(Long.toHexString(address) + "::walk taskq_thread"))
                    .isEqualTo("xmdb: no task queue has 2147483647 threads\n");
        }
    }

    @Test
    void aTaskNamesItsFunction() {
        Facts symbol = DOMAIN.truth().list("symbols").stream()
                .filter(fact -> fact.text("name").equals("swtch"))
                .findFirst()
                .orElseThrow();
        long address = queue("callout_taskq");
        long entry = address + 200;
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            domain.word(address + 112, entry).word(entry, address + 112);
            domain.word(entry + 16, symbol.number("address")).word(entry + 24, 0xabc);
            assertThat(domain.conversation().run(Long.toHexString(address) + "::walk taskq_entry | ::taskq_entry"))
                    .isEqualTo("           ENTRY              ARG FUNCTION\n" + Long.toHexString(entry)
                            + "              abc swtch\n");
        }
    }
}
