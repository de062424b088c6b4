package dev.xmdb.target.guest.linux.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.guest.linux.variable.KernelOf;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BPF programs and trampolines on hand-made lists. */
final class GeneratedCodeTest {
    private static final long FIRST = 0xffff888001000000L;
    private static final long SECOND = 0xffff888001001000L;
    private static final long OPERATIONS = 0xffff888001002000L;
    private static final long JIT = 0xffffffffc0400000L;

    private final KernelOf kernel = new KernelOf();
    private final long programs = kernel.variable("bpf_kallsyms");
    private final long trampolines = kernel.variable("ftrace_ops_trampoline_list");
    private final List<String> problems = new ArrayList<>();

    GeneratedCodeTest() {
        kernel.types()
                .struct("bpf_ksym", 600)
                .number("start", 0, 8)
                .number("end", 8, 8)
                .text("name", 16, 512)
                .number("lnode", 528, 8);
        kernel.types()
                .struct("ftrace_ops", 256)
                .number("trampoline", 144, 8)
                .number("trampoline_size", 152, 8)
                .number("list", 160, 8);
        kernel.memory().word(programs, FIRST + 528).word(trampolines, OPERATIONS + 160);
        program(FIRST, JIT + 0x100, JIT + 0x180, "bpf_prog_6deef7357e7b4530_first", SECOND + 528);
        program(SECOND, JIT, JIT + 0x40, "bpf_prog_1122334455667788", programs);
        kernel.memory()
                .put(OPERATIONS, new byte[256])
                .word(OPERATIONS + 144, JIT + 0x1000)
                .word(OPERATIONS + 152, 0x90)
                .word(OPERATIONS + 160, trampolines);
    }

    private void program(long at, long start, long end, String name, long next) {
        kernel.memory()
                .put(at, new byte[600])
                .word(at, start)
                .word(at + 8, end)
                .text(at + 16, name)
                .word(at + 528, next);
    }

    private GeneratedCode read() {
        KernelVariables made = kernel.made();
        return GeneratedCode.read(made.memory(), made.symbols(), made.types(), problems::add);
    }

    @Test
    void programsAndTrampolinesAreFoundByWhatTheyCover() {
        GeneratedCode code = read();
        assertThat(code.functions()).hasSize(3);
        assertThat(code.at(JIT + 0x17f))
                .contains(new GeneratedFunction("bpf", "bpf_prog_6deef7357e7b4530_first", JIT + 0x100, JIT + 0x180));
        assertThat(code.at(JIT).map(GeneratedFunction::name)).contains("bpf_prog_1122334455667788");
        assertThat(code.at(JIT + 0x1008).map(GeneratedFunction::owner)).contains("__builtin__ftrace");
        assertThat(problems).isEmpty();
    }

    @Test
    void whatLiesBetweenThemIsNone() {
        GeneratedCode code = read();
        assertThat(code.at(JIT + 0x40)).isEmpty();
        assertThat(code.at(JIT + 0x180)).isEmpty();
        assertThat(code.at(JIT - 1)).isEmpty();
    }

    @Test
    void aListThatRunsInACircleIsReadOnceAndNamed() {
        kernel.memory().word(SECOND + 528, FIRST + 528);
        assertThat(read().functions()).hasSize(3);
        assertThat(problems).hasSize(1).first().asString().contains("BPF programs");
    }

    @Test
    void sizesThatNoCodeHasAreLeftOut() {
        kernel.memory().word(FIRST + 8, JIT).word(OPERATIONS + 152, 1L << 40);
        assertThat(read().functions()).hasSize(1);
    }

    @Test
    void emptyListsNeedNoTypes() {
        var plain = new KernelOf();
        long head = plain.variable("bpf_kallsyms");
        plain.memory().word(head, head);
        KernelVariables made = plain.made();
        assertThat(GeneratedCode.read(made.memory(), made.symbols(), made.types(), problems::add)
                        .functions())
                .isEmpty();
        assertThat(problems).isEmpty();
    }
}
