package dev.xmdb.target.guest.linux.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.cpu.PerCpu;
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

/** Stacks made by hand; functions are ranges of 0x100 bytes of code. */
final class OrcStepsTest {
    private static final long CODE = 0xffffffff81000000L;
    private static final long STACK = 0xffffc90000010000L;
    private static final long OTHER_STACK = 0xffffc90000020000L;
    private static final long KERNEL_CODE_SEGMENT = 0xe030;
    private static final long USER_CODE_SEGMENT = 0x33;

    private final MemoryOf memory = new MemoryOf(8);
    private final Map<Long, OrcEntry> functions = new HashMap<>();
    private final StackAreas areas = new StackAreas(
            memory, _ -> OptionalLong.empty(), Types.NONE, new PerCpu(memory, _ -> OptionalLong.empty()), List::of);

    OrcStepsTest() {
        for (long page = 0; page < 2; page++) {
            memory.put(STACK + page * 0x1000, 1, 0).put(OTHER_STACK + page * 0x1000, 1, 0);
        }
    }

    private long function(int number, OrcEntry.Type type, OrcRegister sp, int offset) {
        return function(number, new OrcEntry(type, sp, offset, OrcRegister.UNDEFINED, 0, false));
    }

    private long function(int number, OrcEntry entry) {
        long start = CODE + number * 0x100L;
        functions.put(start, entry);
        return start;
    }

    private Unwind unwind(long ip, long sp, long bp) {
        var steps = new OrcSteps(memory, at -> Optional.ofNullable(functions.get(at & ~0xffL)));
        return new LinuxUnwinder(memory, areas, LinuxUnwinder.Method.TABLES, steps, at -> false)
                .unwind(new Unwinder.Start(ip, sp, bp));
    }

    @Test
    void callersAreWhereTheTableSaysAndTheOutermostIsTheEnd() {
        long inner = function(1, OrcEntry.Type.CALL, OrcRegister.SP, 0x20);
        long middle = function(2, OrcEntry.Type.CALL, OrcRegister.BP, 0x10);
        long outer = function(3, OrcEntry.Type.END, OrcRegister.UNDEFINED, 0);
        memory.word(STACK + 0x18, middle + 5).word(STACK + 0x58, outer + 9);
        Unwind stack = unwind(inner + 4, STACK, STACK + 0x50);
        assertThat(stack.frames()).extracting(StackFrame::pc).containsExactly(inner + 4, middle + 5, outer + 9);
        assertThat(stack.frames()).extracting(StackFrame::fp).containsExactly(STACK, STACK + 0x20, STACK + 0x60);
        assertThat(stack.end().cause()).isEqualTo(Unwind.Cause.OUTERMOST);
    }

    @Test
    void aReturnAddressBehindTheLastInstructionStillBelongsToItsFunction() {
        long inner = function(1, OrcEntry.Type.CALL, OrcRegister.SP, 8);
        function(2, OrcEntry.Type.END, OrcRegister.UNDEFINED, 0);
        function(3, OrcEntry.Type.UNDEFINED, OrcRegister.UNDEFINED, 0);
        memory.word(STACK, CODE + 0x300);
        assertThat(unwind(inner, STACK, 0).end().cause()).isEqualTo(Unwind.Cause.OUTERMOST);
    }

    @Test
    void anInterruptedContextGoesOnWithItsOwnRegisters() {
        long handler = function(1, OrcEntry.Type.REGISTERS, OrcRegister.SP, 0);
        long interrupted = function(
                2, new OrcEntry(OrcEntry.Type.CALL, OrcRegister.R10, 0, OrcRegister.PREVIOUS_SP, -0x10, false));
        long outer = function(3, OrcEntry.Type.END, OrcRegister.UNDEFINED, 0);
        memory.word(STACK + 56, STACK + 0x800) // r10
                .word(STACK + 128, interrupted)
                .word(STACK + 136, KERNEL_CODE_SEGMENT)
                .word(STACK + 152, STACK + 0x700)
                .word(STACK + 0x800 - 8, outer + 1);
        Unwind stack = unwind(handler, STACK, 0);
        assertThat(stack.frames()).extracting(StackFrame::pc).containsExactly(handler, interrupted, outer + 1);
    }

    @Test
    void whatCameFromUserModeEndsThere() {
        long entry = function(1, OrcEntry.Type.PARTIAL_REGISTERS, OrcRegister.SP, 0);
        memory.word(STACK, 0x402d3a).word(STACK + 8, USER_CODE_SEGMENT);
        Unwind stack = unwind(entry, STACK, 0);
        assertThat(stack.end().reason()).isEqualTo("it came from user mode at 402d3a");
        assertThat(stack.end().cause().sound()).isTrue();
    }

    @Test
    void aSwitchOfStacksIsFollowed() {
        long onInterruptStack = function(1, OrcEntry.Type.CALL, OrcRegister.SP_INDIRECT, 8);
        long outer = function(2, OrcEntry.Type.END, OrcRegister.UNDEFINED, 0);
        memory.word(OTHER_STACK + 0x40, STACK + 0x100).word(STACK + 0x100, outer + 2);
        Unwind stack = unwind(onInterruptStack, OTHER_STACK + 0x40, 0);
        assertThat(stack.frames()).extracting(StackFrame::fp).containsExactly(OTHER_STACK + 0x40, STACK + 0x108);
    }

    @Test
    void everyUnsoundEndHasItsReason() {
        long circle = function(1, OrcEntry.Type.CALL, OrcRegister.SP, 0);
        memory.word(STACK + 0x38, circle + 1);
        assertThat(unwind(circle, STACK + 0x40, 0).end().cause()).isEqualTo(Unwind.Cause.CYCLE);
        long unknown = function(2, OrcEntry.Type.UNDEFINED, OrcRegister.UNDEFINED, 0);
        assertThat(unwind(unknown, STACK, 0).end().reason())
                .isEqualTo("the kernel's unwind tables know nothing of ffffffff81000200");
        long lost = function(3, OrcEntry.Type.CALL, OrcRegister.DX, 0);
        assertThat(unwind(lost, STACK, 0).end().reason()).contains("register that is lost");
        long gone = function(4, OrcEntry.Type.CALL, OrcRegister.SP, 0x100000);
        assertThat(unwind(gone, STACK, 0).end().reason()).contains("no page");
        assertThat(unwind(0xffffffffc0000000L, STACK, 0).end().reason())
                .isEqualTo("the kernel's unwind tables have no entry for ffffffffc0000000");
    }

    @Test
    void aStackWithoutEndIsCut() {
        long endless = function(1, OrcEntry.Type.CALL, OrcRegister.SP, 8);
        for (int each = 0; each < 300; each++) {
            memory.word(STACK + each * 8L, endless + 1);
        }
        Unwind stack = unwind(endless + 1, STACK, 0);
        assertThat(stack.end().cause()).isEqualTo(Unwind.Cause.TOO_LONG);
        assertThat(stack.frames()).hasSize(200);
    }
}
