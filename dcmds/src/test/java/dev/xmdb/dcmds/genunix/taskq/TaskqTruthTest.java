package dev.xmdb.dcmds.genunix.taskq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Task queues against what the simulation knows of them. */
class TaskqTruthTest {
    private static String row(Facts queue) {
        return queue.text("address").substring(2) + " " + queue.text("name") + " " + queue.number("active") + "/ "
                + queue.numbers("threads").size() + " "
                + queue.list("queued").size() + " "
                + (queue.has("maxtasks") ? queue.text("maxtasks") : "-");
    }

    /** The threads in a queue's list, and those that say they serve it. */
    private static Set<String> serving(SolarisDomain domain, Facts queue) {
        Set<String> threads = new HashSet<>();
        queue.numbers("threads").forEach(thread -> threads.add("0x" + Long.toHexString(thread)));
        domain.truth().list("threads").stream()
                .filter(thread -> thread.has("taskq") && thread.text("taskq").equals(queue.text("name")))
                .forEach(thread -> threads.add(thread.text("address")));
        return threads;
    }

    @ParameterizedTest
    @CsvSource({"mutex-deadlock,1", "mutex-deadlock,2", "sxc16,1", "sxc16,2"})
    void everyQueueHasItsThreadsAndTasks(String name, long seed) {
        SolarisDomain domain = SolarisDomain.of(name, seed);
        List<Facts> queues = domain.truth().list("taskqs");
        Conversation session = domain.conversation();
        assertThat(session.run("::taskq").lines().skip(1).map(line -> line.replaceAll(" +", " ")))
                .hasSameSizeAs(queues)
                .allMatch(line -> queues.stream().anyMatch(queue -> line.startsWith(row(queue) + " ")));
        for (Facts queue : queues) {
            String address = queue.text("address").substring(2);
            assertThat(session.run(address + "::walk taskq_thread").lines())
                    .containsExactlyInAnyOrderElementsOf(serving(domain, queue));
            assertThat(session.run(address + "::walk taskq_entry | ::taskq_entry")
                            .lines()
                            .skip(1))
                    .map(line -> line.replaceAll(" +", " "))
                    .containsExactlyElementsOf(queue.list("queued").stream()
                            .map(entry -> entry.text("entry").substring(2) + " "
                                    + Long.toHexString(entry.number("argument")) + " " + entry.text("function"))
                            .toList());
        }
        assertThat(session.messages()).isEmpty();
    }
}
