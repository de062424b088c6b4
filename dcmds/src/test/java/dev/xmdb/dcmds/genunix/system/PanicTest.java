package dev.xmdb.dcmds.genunix.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.engine.output.Emission;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layout of panicbuf is that of sys/panic.h: version, offset of the message, pairs of 16 characters and a value. */
class PanicTest {
    private static final int PAIR = 24;

    /** A domain whose kernel panicked with vCPU 0's frame pointer in another register file. */
    private static TamperedDomain panicked(String message, Object... registers) {
        var domain = TamperedDomain.of(SolarisDomain.sxc16());
        long buffer = domain.variable("panicbuf");
        int end = 8 + registers.length / 2 * PAIR;
        domain.put(buffer, 4, 1).put(buffer + 4, 4, end).text(buffer + end, message);
        for (int i = 0; i < registers.length; i += 2) {
            long at = buffer + 8 + (long) i / 2 * PAIR;
            domain.text(at, (String) registers[i]).word(at + 16, (Long) registers[i + 1]);
        }
        return domain.word(domain.variable("panicstr"), buffer + end)
                .word(domain.variable("panic_thread"), 0xffffff00010bfc80L);
    }

    @Test
    void theRegistersOfThePanicAreTheCurrentOnes() {
        try (TamperedDomain domain = panicked("BAD TRAP", "rip", 0x1234L, "rbp", 0L, "rflags", 0x246L)) {
            Conversation session = domain.conversation();
            assertThat(session.run("<rip=p").strip()).isEqualTo("0x1234");
            assertThat(session.run("<eflags=p").strip()).isEqualTo("0x246");
            assertThat(session.run("::regs"))
                    .contains(
                            "%rip = 0x0000000000001234 \n",
                            "%rflags = 0x00000246\n", "status=<of,df,IF,tf,sf,ZF,af,PF,cf>");
            assertThat(session.run("::cpuregs"))
                    .as("a vCPU keeps its own registers")
                    .isEqualTo(SolarisDomain.sxc16().conversation().run("::cpuregs"));
        }
    }

    @Test
    void theStackIsThatOfThePanic() {
        var registers = SolarisDomain.sxc16().target().vcpus().getFirst().registers();
        long frame = registers.value("rbp").orElseThrow();
        long outer = SolarisDomain.sxc16().target().virtual().readLong(frame);
        long pc = SolarisDomain.sxc16().target().virtual().readLong(frame + 8);
        List<String> whole =
                SolarisDomain.sxc16().conversation().run("$c").lines().toList();
        try (TamperedDomain domain = panicked("BAD TRAP", "rip", pc, "rbp", outer)) {
            assertThat(domain.conversation().run("$c").lines().toList()).isEqualTo(whole.subList(1, whole.size()));
        }
    }

    @Test
    void theStatusTellsMessageAndThread() {
        try (TamperedDomain domain = panicked("BAD TRAP: type=e\nnothing: else")) {
            assertThat(domain.conversation().run("::status").lines().toList())
                    .containsSubsequence(
                            "panic message: BAD TRAP: type=e nothing: else", "panic thread: ffffff00010bfc80");
        }
        assertThat(SolarisDomain.sxc16().conversation().run("::status")).doesNotContain("panic");
    }

    @Test
    void aTrapLendsItsRegistersWhereTheBufferHasNone() {
        try (TamperedDomain domain = TamperedDomain.of(SolarisDomain.sxc16())) {
            // struct regs: rax at 64, rip at 200, rflags at 216.
            long regs = domain.variable("panicbuf") + 0x1000;
            domain.word(regs + 64, 77).word(regs + 200, 0xabcdL).word(regs + 216, 2);
            domain.word(domain.variable("panic_reg"), regs);
            Conversation session = domain.conversation();
            assertThat(session.run("<rax=D").strip()).isEqualTo("77");
            assertThat(session.run("<rip=p").strip()).isEqualTo("0xabcd");
            assertThat(session.run("<rflags=p").strip()).isEqualTo("2");
        }
    }

    @Test
    void aBufferThatPointsOutsideItselfIsNotUsed() {
        try (TamperedDomain domain = panicked("x", "rip", 0x1234L)) {
            domain.put(domain.variable("panicbuf") + 4, 4, 0x7fff_ffff);
            Conversation session = domain.conversation();
            assertThat(session.run("::regs"))
                    .isEqualTo(SolarisDomain.sxc16().conversation().run("::regs"));
            assertThat(session.errors("::panicinfo")).startsWith("xmdb: failed to read 'panicbuf': ");
            assertThat(session.emissions()).hasOnlyElementsOfType(Emission.Row.class);
        }
    }
}
