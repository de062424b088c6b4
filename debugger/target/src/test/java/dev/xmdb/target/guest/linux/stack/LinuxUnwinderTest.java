package dev.xmdb.target.guest.linux.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.cpu.PerCpu;
import dev.xmdb.target.guest.linux.module.LoadedModules;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.types.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Stacks of kernels with and without unwind tables, made by hand. */
final class LinuxUnwinderTest {
    private static final long TEXT = 0xffffffff81000000L;
    private static final long END = TEXT + 0x100000;
    private static final long TASK = 0xffffc90000010000L;
    private static final long IRQ_END = 0xffffc90000208000L;
    private static final long IRQ_VARIABLE = 0x1000;
    private static final int CALL = 0xe8;

    private final MemoryOf memory = new MemoryOf(8);
    private final Map<String, Long> symbols = new HashMap<>();
    private final Map<Long, OrcEntry> functions = new HashMap<>();

    LinuxUnwinderTest() {
        symbols.put("_stext", TEXT);
        symbols.put("_etext", END);
        symbols.put("hardirq_stack_ptr", IRQ_VARIABLE);
        memory.word(IRQ_VARIABLE, IRQ_END - 8);
        for (long page = 0; page < 4; page++) {
            memory.put(TASK + page * 0x1000, 1, 0).put(IRQ_END - 0x4000 + page * 0x1000, 1, 0);
        }
    }

    private OptionalLong symbol(String name) {
        return symbols.containsKey(name) ? OptionalLong.of(symbols.get(name)) : OptionalLong.empty();
    }

    private StackAreas areas() {
        return new StackAreas(memory, this::symbol, Types.NONE, new PerCpu(memory, this::symbol), List::of);
    }

    private LinuxUnwinder withTables() {
        return new LinuxUnwinder(
                memory,
                areas(),
                LinuxUnwinder.Method.TABLES,
                new OrcSteps(memory, at -> Optional.ofNullable(functions.get(at & ~0xffL))),
                at -> at >= TEXT && at < END);
    }

    private LinuxUnwinder withoutTables() {
        var modules = new LoadedModules(memory, Types.NONE, List.of(), _ -> {});
        return LinuxUnwinder.of(memory, this::symbol, areas(), Optional.empty(), () -> modules);
    }

    private long function(int number, OrcEntry.Type type, OrcRegister sp, int offset) {
        functions.put(TEXT + number * 0x100L, new OrcEntry(type, sp, offset, OrcRegister.UNDEFINED, 0, false));
        return TEXT + number * 0x100L;
    }

    /** Code behind a near call, at a place where a return address can point to. */
    private long behindCall(int number) {
        long at = TEXT + number * 0x100L + 0x20;
        memory.put(at - 7, new byte[7]).put(at - 5, 1, CALL).put(at - 4, 4, 0x40);
        return at;
    }

    @Test
    void theStackThatIsLeftAndWhatWasInterruptedStandAtTheFrame() {
        long handler = function(1, OrcEntry.Type.CALL, OrcRegister.SP_INDIRECT, 8);
        long entry = function(2, OrcEntry.Type.REGISTERS, OrcRegister.SP, 0);
        long interrupted = function(3, OrcEntry.Type.END, OrcRegister.UNDEFINED, 0);
        long registers = TASK + 0x2008;
        memory.word(IRQ_END - 8, TASK + 0x2000).word(TASK + 0x2000, entry + 5);
        memory.word(registers + 80, 0x77)
                .word(registers + 128, interrupted + 9)
                .word(registers + 136, 0xe030)
                .word(registers + 152, TASK + 0x3000);
        Unwind stack = withTables().unwind(new Unwinder.Start(handler, IRQ_END - 8, 0));
        assertThat(stack.end().cause()).isEqualTo(Unwind.Cause.OUTERMOST);
        assertThat(stack.frames()).extracting(StackFrame::pc).containsExactly(handler, entry + 5, interrupted + 9);
        assertThat(stack.frames().get(0).seam()).isEmpty();
        assertThat(stack.frames().get(1).seam().orElseThrow().left()).contains("IRQ stack");
        assertThat(stack.frames().get(2).seam().orElseThrow().left()).isEmpty();
        assertThat(stack.frames()
                        .get(2)
                        .seam()
                        .orElseThrow()
                        .interrupted()
                        .orElseThrow()
                        .value("rax"))
                .hasValue(0x77);
    }

    @Test
    void aCallCannotLeadToAnotherStackNorAnInterruptionBack() {
        long far = function(1, OrcEntry.Type.CALL, OrcRegister.SP, 0x8000);
        memory.put(TASK + 0x8000, 1, 0).word(TASK + 0x8008, far);
        Unwind astray = withTables().unwind(new Unwinder.Start(far, TASK + 0x10, 0));
        assertThat(astray.end().cause()).isEqualTo(Unwind.Cause.ASTRAY);
        assertThat(astray.end().reason())
                .isEqualTo("the stack pointer ffffc90000018010 of the caller is on another stack");
        long entry = function(2, OrcEntry.Type.REGISTERS, OrcRegister.SP, 0);
        memory.word(TASK + 0x1000 + 128, entry).word(TASK + 0x1000 + 136, 0x10).word(TASK + 0x1000 + 152, TASK + 0x800);
        Unwind back = withTables().unwind(new Unwinder.Start(entry, TASK + 0x1000, 0));
        assertThat(back.end().cause()).isEqualTo(Unwind.Cause.ASTRAY);
        assertThat(back.end().reason())
                .isEqualTo("the stack pointer goes back from ffffc90000011000 to ffffc90000010800");
    }

    @Test
    void registersOfUserModeComeWithTheEnd() {
        long entry = function(1, OrcEntry.Type.REGISTERS, OrcRegister.SP, 0);
        long registers = TASK + 0x4000 - SavedRegisters.SIZE;
        memory.word(registers + 112, 3)
                .word(registers + 120, 17)
                .word(registers + 128, 0x43f07d)
                .word(registers + 136, 0x33)
                .word(registers + 152, 0x7ffc0000L)
                .word(registers + 160, 0x2b);
        Unwind stack = withTables().unwind(new Unwinder.Start(entry, registers, 0));
        assertThat(stack.end().reason()).isEqualTo("it came from user mode at 43f07d");
        assertThat(stack.user().orElseThrow().value("rdi")).hasValue(3);
        assertThat(stack.user().orElseThrow().value(SavedRegisters.ENTRY_RAX)).hasValue(17);
        assertThat(stack.user().orElseThrow().value("ss")).hasValue(0x2b);
    }

    @Test
    void codeMadeAtRunTimeIsTakenToKeepAFramePointerAndMarked() {
        long outer = function(1, OrcEntry.Type.END, OrcRegister.UNDEFINED, 0);
        long made = 0xffffffffc0100000L;
        memory.word(TASK + 0x100, 0).word(TASK + 0x108, outer + 4);
        Unwind stack = withTables().unwind(new Unwinder.Start(made, TASK + 0x40, TASK + 0x100));
        assertThat(stack.frames()).extracting(StackFrame::pc).containsExactly(made, outer + 4);
        assertThat(stack.frames()).extracting(StackFrame::guessed).containsExactly(false, true);
    }

    @Test
    void whereTheTablesEndWhatLooksLikeReturnAddressesIsListedAsGuesses() {
        long lost = function(1, OrcEntry.Type.UNDEFINED, OrcRegister.UNDEFINED, 0);
        long first = behindCall(5);
        long indirect = TEXT + 0x620;
        memory.put(indirect - 7, new byte[] {0, 0, 0, 0, 0x41, (byte) 0xff, (byte) 0xd0});
        long noCall = TEXT + 0x720;
        memory.put(noCall - 7, new byte[7]);
        memory.word(TASK + 0x100, first)
                .word(TASK + 0x180, noCall)
                .word(TASK + 0x200, TASK)
                .word(TASK + 0x280, indirect);
        Unwind stack = withTables().unwind(new Unwinder.Start(lost, TASK + 0x40, 0));
        assertThat(stack.frames()).extracting(StackFrame::pc).containsExactly(lost, first, indirect);
        assertThat(stack.frames()).extracting(StackFrame::guessed).containsExactly(false, true, true);
        assertThat(stack.end().cause().sound()).isFalse();
    }

    @Test
    void aKernelWithFramePointersIsFollowedByThemUpToItsFirstRegisters() {
        symbols.put("schedule", TEXT + 0x100);
        memory.put(TEXT + 0x100, new byte[24]).put(TEXT + 0x105, 4, 0xe5894855L);
        long saved = TASK + 0x1000;
        long top = TASK + 0x4000 - SavedRegisters.SIZE;
        memory.word(TASK + 0x100, TASK + 0x200)
                .word(TASK + 0x108, TEXT + 0x222)
                .word(TASK + 0x200, saved + 1)
                .word(TASK + 0x208, TEXT + 0x333);
        memory.word(saved + 32, top + 1)
                .word(saved + 128, TEXT + 0x444)
                .word(saved + 136, 0x10)
                .word(saved + 152, TASK + 0x2000);
        memory.put(top, new byte[SavedRegisters.SIZE]);
        LinuxUnwinder unwinder = withoutTables();
        assertThat(unwinder.method()).isEqualTo(LinuxUnwinder.Method.FRAME_POINTERS);
        Unwind stack = unwinder.unwind(new Unwinder.Start(TEXT + 0x111, TASK + 0x80, TASK + 0x100));
        assertThat(stack.frames())
                .extracting(StackFrame::pc)
                .containsExactly(TEXT + 0x111, TEXT + 0x222, TEXT + 0x333, TEXT + 0x444);
        assertThat(stack.frames().get(3).seam().orElseThrow().interrupted()).isPresent();
        assertThat(stack.end().cause()).isEqualTo(Unwind.Cause.OUTERMOST);
        memory.word(top + 128, 0x401000).word(top + 136, 0x33);
        assertThat(unwinder.unwind(new Unwinder.Start(TEXT + 0x111, TASK + 0x80, TASK + 0x100))
                        .end()
                        .reason())
                .isEqualTo("it came from user mode at 401000");
        Unwind broken = unwinder.unwind(new Unwinder.Start(TEXT + 0x111, TASK + 0x80, IRQ_END - 0x100));
        assertThat(broken.end().cause()).isEqualTo(Unwind.Cause.NO_DATA);
    }

    @Test
    void aKernelWithNeitherHasGuesses() {
        LinuxUnwinder unwinder = withoutTables();
        assertThat(unwinder.method()).isEqualTo(LinuxUnwinder.Method.GUESSES);
        long caller = behindCall(5);
        memory.word(TASK + 0x100, caller);
        Unwind stack = unwinder.unwind(new Unwinder.Start(TEXT + 0x10, TASK + 0x80, 0));
        assertThat(stack.frames()).extracting(StackFrame::pc).containsExactly(TEXT + 0x10, caller);
        assertThat(stack.end().cause()).isEqualTo(Unwind.Cause.GUESSED);
    }
}
