package dev.xmdb.dcmds.genunix.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.engine.output.Value;
import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.memory.AddressSpace;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemDcmdsTest {
    private static final SolarisDomain DOMAIN = SolarisDomain.sxc16();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theMessagesAreThoseThatWereLogged(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        String all = domain.truth().list("messages").stream()
                .map(message -> message.text("text"))
                .collect(Collectors.joining());
        assertThat(domain.conversation().run("::msgbuf")).isEqualTo("%-70s\n".formatted("MESSAGE") + all);
    }

    @Test
    void withTimesTheMessagesTellWhenTheyWereLogged() {
        Conversation session = DOMAIN.conversation();
        session.run("::msgbuf -v");
        assertThat(session.rows().stream()
                        .map(row -> row.fields().getFirst().value())
                        .toList())
                .isEqualTo(DOMAIN.truth().list("messages").stream()
                        .map(message -> new Value.Quantity(message.number("time")))
                        .toList());
        assertThat(session.run("::msgbuf -t")).startsWith("           TIMESTAMP MESSAGE");
        assertThat(session.errors("::msgbuf -tv")).startsWith("Usage: ");
    }

    /** Address of the first message block of the log. */
    private static long firstBlock() {
        AddressSpace memory = DOMAIN.target().virtual();
        long queue =
                memory.readWord(DOMAIN.target().symbols().valueOf("log_recentq").orElseThrow());
        return memory.readWord(queue + 8);
    }

    @Test
    void messagesThatRunInACircleEndWithAMessage() {
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN).word(firstBlock(), firstBlock())) {
            Conversation session = domain.conversation();
            assertThat(session.run("::msgbuf").lines()).hasSize(2);
            assertThat(session.messages())
                    .isEqualTo("xmdb: messages run in a circle at " + Long.toHexString(firstBlock()) + "\n");
            assertThat(session.outcome().succeeded()).isFalse();
        }
    }

    @Test
    void aMessageWhoseTextIsNotInMemoryDoesNotHideTheOthers() {
        AddressSpace memory = DOMAIN.target().virtual();
        long text = memory.readWord(firstBlock() + 16) + 24;
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN).word(text, 0x10)) {
            Conversation session = domain.conversation();
            assertThat(session.run("::msgbuf").lines())
                    .hasSize(DOMAIN.truth().list("messages").size());
            assertThat(session.messages())
                    .startsWith("xmdb: failed to read msgb structure at " + Long.toHexString(firstBlock()) + ": ");
        }
    }

    @Test
    void aMessageCanBePrintedByItsBlock() {
        Facts first = DOMAIN.truth().list("messages").getFirst();
        assertThat(DOMAIN.conversation().run(Long.toHexString(firstBlock()) + "::msgbuf"))
                .endsWith("\n" + first.text("text"));
        assertThat(DOMAIN.conversation().run(Long.toHexString(firstBlock()) + "::walk b_next"))
                .startsWith("0x" + Long.toHexString(firstBlock()) + "\n")
                .satisfies(all -> assertThat(all.lines())
                        .hasSize(DOMAIN.truth().list("messages").size()));
    }

    @Test
    void theTimeIsThatOfTheKernelsClocks() {
        long ticks = DOMAIN.truth().list("cpus").getFirst().number("lbolt");
        Conversation session = DOMAIN.conversation();
        assertThat(session.run("::time -ld")).isEqualTo("0t" + ticks + "\n");
        assertThat(session.run("::time -lx")).isEqualTo("0x" + Long.toHexString(ticks) + "\n");
        assertThat(session.run("::time -l")).isEqualTo("0x" + Long.toHexString(ticks) + "\n");
        long seconds = DOMAIN.truth().number("time");
        assertThat(session.run("::time -d")).isEqualTo("0t" + seconds + "\n");
        assertThat(session.errors("::time -dx")).startsWith("Usage: ");
    }

    @Test
    void aDomainThatDidNotPanicSaysSo() {
        Conversation session = DOMAIN.conversation();
        assertThat(session.run("::panicinfo")).isEqualTo("""
                             cpu                0
                          thread                0
                """);
        assertThat(session.messages())
                .isEqualTo("xmdb: failed to read 'panicbuf': nothing is recorded there, the kernel did not panic\n");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void whatAPanicWroteDownIsPrinted() {
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            long buffer = domain.variable("panicbuf");
            domain.put(buffer, 4, 1).put(buffer + 4, 4, 8 + 2 * 24);
            domain.text(buffer + 8, "rip").word(buffer + 24, 0xfffffffffb801234L);
            domain.text(buffer + 32, "rsp").word(buffer + 48, 0xffffff00010bf000L);
            domain.text(buffer + 56, "BAD TRAP: type=e\n\u001b[2J");
            domain.word(domain.variable("panic_thread"), 0xffffff00010bfc80L);
            assertThat(domain.conversation().run("::panicinfo")).isEqualTo("""
                                 cpu                0
                              thread ffffff00010bfc80
                             message BAD TRAP: type=e \u001b[2J
                                 rip fffffffffb801234
                                 rsp ffffff00010bf000
                    """);
        }
    }

    @Test
    void aRecordOfAnotherVersionIsNotGuessedAt() {
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN)) {
            domain.put(domain.variable("panicbuf"), 4, 77);
            assertThat(domain.conversation().errors("::panicinfo"))
                    .isEqualTo("xmdb: failed to read 'panicbuf': version 77 of its contents is not known\n");
        }
    }
}
