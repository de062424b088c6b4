package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.disassembly.Disassembler;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code ::dis} on the sample's kernel, whose {@code do_nanosleep} was called from the stack that the guest's own tools told; the texts
 * are objdump's for the same bytes, written as mdb writes them.
 */
final class DisassemblyDcmdsTest {
    private final Conversation session = new Conversation(LinuxDomain.target());

    @BeforeEach
    void capstoneIsInstalled() {
        Optional<String> problem = new Disassembler().problem();
        assumeTrue(problem.isEmpty(), () -> "needs Capstone: " + problem.orElse(""));
    }

    private List<Long> addresses() {
        return session.rows().stream().map(Emission.Row::piped).toList();
    }

    private static Value value(Emission.Row row, String name) {
        return row.fields().stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWindowHasAsManyInstructionsBeforeTheAddressAsBehindIt() {
        assertThat(session.run("do_nanosleep+7b::dis -n 2")).isEqualTo("""
                do_nanosleep+0x74:              je     +0x5     <do_nanosleep+0x7b>
                do_nanosleep+0x76:              call   -0x5bcb  <schedule>
                do_nanosleep+0x7b:              movq   %rbx,%rdi
                do_nanosleep+0x7e:              call   -0x8d0e83        <hrtimer_try_to_cancel>
                do_nanosleep+0x83:              testl  %eax,%eax
                """);
        assertThat(session.rows().stream().map(row -> value(row, "current")).toList())
                .containsExactly(
                        new Value.Truth(false),
                        new Value.Truth(false),
                        new Value.Truth(true),
                        new Value.Truth(false),
                        new Value.Truth(false));
    }

    @Test
    void aWindowIsTenInstructionsOnEachSide() {
        session.run("do_nanosleep+7b::dis");
        assertThat(session.rows()).hasSize(21);
        long address = session.session().evaluate("do_nanosleep+7b", 0);
        assertThat(addresses().get(10)).isEqualTo(address);
    }

    @Test
    void whereAFunctionBeginsTheFunctionIsShown() {
        session.run("do_nanosleep::dis");
        long begin = session.session().evaluate("do_nanosleep", 0);
        assertThat(addresses().getFirst()).isEqualTo(begin);
        assertThat(session.rows()).allSatisfy(row -> assertThat(row.text()).startsWith("do_nanosleep"));
        assertThat(session.rows()).hasSizeGreaterThan(80);
        String all = session.rows().stream().map(Emission.Row::text).collect(Collectors.joining("\n"));
        assertThat(all).doesNotContain("ERROR").contains("<__stack_chk_fail>").contains("<do_nanosleep+0x38>");
        assertThat(session.rows().getLast().text()).startsWith("do_nanosleep+0x13a:");
    }

    @Test
    void aFunctionIsCutToACountAndItsFirstInstruction() {
        assertThat(session.run("do_nanosleep::dis -n 2")).isEqualTo("""
                do_nanosleep:                   nopl   (%rax,%rax)
                do_nanosleep+5:                 pushq  %rbp
                do_nanosleep+6:                 movl   %esi,%ecx
                """);
        assertThat(session.run("::dis -n 0 do_nanosleep")).hasLineCount(1);
    }

    @Test
    void aWindowCanBeHadWhereAFunctionBegins() {
        session.run("do_nanosleep::dis -w -n 2");
        assertThat(session.rows()).hasSize(5);
        assertThat(session.rows().get(2).text()).startsWith("do_nanosleep: ");
        assertThat(session.rows().get(1).text()).doesNotContain("do_nanosleep");
    }

    @Test
    void addressesCanBeNumbers() {
        assertThat(session.run("do_nanosleep::dis -a -n 0"))
                .matches("ffffffff[0-9a-f]{8} {16}nopl {3}\\(%rax,%rax\\)\n");
        assertThat(session.run("do_nanosleep::dis -b -n 0"))
                .matches("ffffffff[0-9a-f]{8} do_nanosleep: {26}nopl {3}\\(%rax,%rax\\)\n");
        assertThat(session.errors("do_nanosleep::dis -ab")).contains("only one of -a and -b may be given");
    }

    @Test
    void aRowSaysWhereABranchGoes() {
        session.run("do_nanosleep+76::dis -n 0");
        Emission.Row call = session.rows().getFirst();
        assertThat(value(call, "target"))
                .isEqualTo(new Value.SymbolRef(session.session().evaluate("schedule", 0), "schedule"));
        assertThat(value(call, "reference")).isEqualTo(new Value.Absent());
        assertThat(value(call, "bytes")).isEqualTo(new Value.Text("e835a4ffff"));
        assertThat(value(call, "text")).isEqualTo(new Value.Text("call   -0x5bcb  <schedule>"));
    }

    @Test
    void afterwardsDotIsTheNextInstruction() {
        assertThat(session.run("do_nanosleep::dis -n 1; .=p")).endsWith("do_nanosleep+6  \n");
    }

    @Test
    void instructionsFollowOneAnotherByCount() {
        assertThat(session.run("do_nanosleep,3/i")).isEqualTo("""
                do_nanosleep:
                do_nanosleep:   nopl   (%rax,%rax)
                do_nanosleep+5: pushq  %rbp
                do_nanosleep+6: movl   %esi,%ecx
                """);
        assertThat(session.run("do_nanosleep+76/i"))
                .isEqualTo("do_nanosleep+0x76:              call   -0x5bcb  <schedule>\n");
        assertThat(session.run("do_nanosleep+76/ai")).isEqualTo("""
                do_nanosleep+0x76:
                do_nanosleep+0x76:              call   -0x5bcb  <schedule>
                """);
    }

    @Test
    void withoutAFormatThereIsAWordAndItsInstruction() {
        assertThat(session.run("do_nanosleep+5/")).isEqualTo("do_nanosleep+5: 48f18955        = pushq  %rbp\n");
    }

    @Test
    void instructionsArePiped() {
        assertThat(session.run("do_nanosleep::dis | ::head -2 | ::map .")).hasLineCount(2);
    }

    @Test
    void memoryThatIsNotThereIsNamed() {
        assertThat(session.errors("ffff880000000000::dis"))
                .startsWith("xmdb: failed to read instruction: no mapping for address: L4 entry not present")
                .endsWith(", at ffff880000000000\n");
    }

    @Test
    void theModeSaysHowCodeIsTaken() {
        assertThat(session.run("$V ia32; do_nanosleep+b::dis -n 0")).contains("incl   %ecx");
    }

    @Test
    void aFunctionOfASolarisKernelBeginsWithItsFrame() {
        var solaris = new Conversation(SolarisDomain.sxc16().target());
        assertThat(solaris.run("swtch::dis -n 1")).isEqualTo("""
                swtch:                          pushq  %rbp
                swtch+1:                        movq   %rsp,%rbp
                """);
        assertThat(solaris.messages()).isEmpty();
    }

    @Test
    void oneAddressIsTakenAndItStandsBehindTheOptions() {
        assertThat(session.errors("::dis schedule init_task")).startsWith("Usage: [address]::dis ");
        assertThat(session.errors("::dis schedule+10 -n 1")).startsWith("Usage: [address]::dis ");
        assertThat(session.run("::dis -n 1 schedule+10")).isNotEmpty();
    }
}
