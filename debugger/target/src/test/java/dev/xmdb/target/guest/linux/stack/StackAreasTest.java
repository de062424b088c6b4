package dev.xmdb.target.guest.linux.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.cpu.PerCpu;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.task.TaskState;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.TypesOf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Where kernels of several versions say that their stacks are. */
final class StackAreasTest {
    private static final long END = 0xffffc90000208000L;
    private static final long ENTRY_AREA = 0xfffffe0000001000L;
    private static final long STACK = 0xffffc90000400000L;

    private final MemoryOf memory = new MemoryOf(8);
    private final TypesOf types = new TypesOf();
    private final Map<String, Long> symbols = new HashMap<>();

    private StackAreas areas(LinuxTask... tasks) {
        Function<String, OptionalLong> names =
                name -> symbols.containsKey(name) ? OptionalLong.of(symbols.get(name)) : OptionalLong.empty();
        return new StackAreas(memory, names, types, new PerCpu(memory, names), () -> List.of(tasks));
    }

    private static LinuxTask task(long address, long stack) {
        return new LinuxTask(address, 1, 1, 0, "a", new TaskState(1, 0), 0, 0, false, 0, stack);
    }

    @Test
    void theInterruptStackEndsAtItsVariableOrOneWordBehindIt() {
        symbols.put("hardirq_stack_ptr", 0x1000L);
        for (long told : List.of(END, END - 8)) {
            memory.word(0x1000, told);
            StackArea area = areas().at(END - 0x100).orElseThrow();
            assertThat(area.name()).isEqualTo("IRQ stack");
            assertThat(area.cpu()).isEqualTo(OptionalInt.of(0));
            assertThat(area.low()).isEqualTo(END - 0x4000);
            assertThat(area.high()).isEqualTo(END);
        }
    }

    @Test
    void theInterruptStackHadAnotherNameAndWasPartOfAStructure() {
        symbols.put("irq_stack_ptr", 0x1000L);
        memory.word(0x1000, END);
        assertThat(areas().at(END - 8)).isPresent();
        symbols.remove("irq_stack_ptr");
        symbols.put("pcpu_hot", 0x2000L);
        memory.word(0x2020, END - 8);
        types.struct("pcpu_hot", 64).number("hardirq_stack_ptr", 32, 8);
        assertThat(areas().at(END - 8)).isPresent();
    }

    @Test
    void exceptionsHaveStacksBetweenGuardsBehindTheEntryStack() {
        symbols.put("cea_exception_stacks", 0x1000L);
        memory.word(0x1000, ENTRY_AREA + 0x7000);
        Type page = new Type.Whole("page", 1, 0, 8, false, Type.Whole.Use.NUMBER);
        types.struct("cea_exception_stacks", 0x8000)
                .field("DF_stack_guard", 0, new Type.Array(TypeLink.to(page), 0x1000, 0))
                .field("DF_stack", 0x1000, new Type.Array(TypeLink.to(page), 0x2000, 0))
                .field("NMI_stack_guard", 0x3000, new Type.Array(TypeLink.to(page), 0x1000, 0))
                .field("NMI_stack", 0x4000, new Type.Array(TypeLink.to(page), 0x2000, 0))
                .field("VC_stack", 0x6000, new Type.Array(TypeLink.to(page), 0, 0));
        types.struct("cpu_entry_area", 0x10000)
                .number("entry_stack_page", 0x1000, 8)
                .number("estacks", 0x7000, 8);
        assertThat(areas().ofCpus())
                .extracting(StackArea::name, StackArea::low, StackArea::high)
                .containsExactly(
                        tuple("DF exception stack", ENTRY_AREA + 0x8000, ENTRY_AREA + 0xa000),
                        tuple("NMI exception stack", ENTRY_AREA + 0xb000, ENTRY_AREA + 0xd000),
                        tuple("entry stack", ENTRY_AREA + 0x1000, ENTRY_AREA + 0x2000));
    }

    @Test
    void aTableHadTheEndsOfExceptionStacksBefore() {
        symbols.put("orig_ist", 0x1000L);
        memory.word(0x1000, END)
                .word(0x1008, END + 0x1000)
                .word(0x1010, END + 0x3000)
                .word(0x1018, END + 0x4000);
        assertThat(areas().ofCpus())
                .extracting(StackArea::name)
                .containsExactly(
                        "DF exception stack", "NMI exception stack", "DB exception stack", "MCE exception stack");
        assertThat(areas().at(END + 0x1800).orElseThrow().name()).isEqualTo("DB exception stack");
    }

    @Test
    void tasksHaveStacksOfTheFirstTasksSize() {
        symbols.put("__start_init_stack", 0xffffffff82000000L);
        symbols.put("__end_init_stack", 0xffffffff82008000L);
        StackAreas areas = areas(task(0x10, STACK), task(0x20, 0));
        assertThat(areas.size()).isEqualTo(0x8000);
        assertThat(areas.at(STACK + 0x7ff8).orElseThrow().task()).isEqualTo(0x10);
        assertThat(areas.at(STACK + 0x8000)).isEmpty();
        assertThat(areas.of(task(0x20, 0))).isEmpty();
        symbols.put("__end_init_stack", 0xffffffff82000123L);
        assertThat(areas().size()).isEqualTo(0x4000);
    }
}
