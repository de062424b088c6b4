package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.guest.linux.cpu.PerCpu;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a Linux kernel has stacks: one of every task, and for each CPU those of interrupts, exceptions and entry. Thread-safe. */
public final class StackAreas {
    private static final String ENDING = "_stack";
    private static final int PAGE = 4096;
    private static final long USUAL_SIZE = 0x4000;
    private static final long LARGEST_SIZE = 0x20000;
    /** Up to 5.1, from the Linux sources and not confirmed on an image: the stacks by their numbers, and the size of all but DB's. */
    private static final List<String> OLD_EXCEPTIONS = List.of("DF", "NMI", "DB", "MCE");

    private static final int OLD_EXCEPTION_SIZE = PAGE;
    /** Up to 5.1 the areas of entry lie side by side from here; not confirmed on an image. */
    private static final long OLD_ENTRY_AREAS = 0xffff_fe00_0000_1000L;

    private final AddressSpace memory;
    private final Function<String, OptionalLong> symbols;
    private final Types types;
    private final PerCpu perCpu;
    private final Supplier<List<LinuxTask>> tasks;
    private final long size;
    private @Nullable List<StackArea> ofCpus;
    private @Nullable Map<Long, LinuxTask> ofTasks;

    /**
     * The stacks of a kernel.
     *
     * @param symbols the kernel's symbols, by name
     * @param tasks reads its tasks, when somebody asks for their stacks
     */
    public StackAreas(
            AddressSpace memory,
            Function<String, OptionalLong> symbols,
            Types types,
            PerCpu perCpu,
            Supplier<List<LinuxTask>> tasks) {
        this.memory = memory;
        this.symbols = symbols;
        this.types = types;
        this.perCpu = perCpu;
        this.tasks = tasks;
        this.size = between("__start_init_task", "__end_init_task")
                .orElseGet(
                        () -> between("__start_init_stack", "__end_init_stack").orElse(USUAL_SIZE));
    }

    /** The first task's stack, whose bounds have another name since 6.10, has the size of all. */
    private Optional<Long> between(String first, String behind) {
        OptionalLong low = symbols.apply(first);
        OptionalLong high = symbols.apply(behind);
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        long bytes = high.getAsLong() - low.getAsLong();
        return bytes >= 2 * PAGE && bytes <= LARGEST_SIZE && Long.bitCount(bytes) == 1
                ? Optional.of(bytes)
                : Optional.empty();
    }

    /** Bytes of a task's stack, and of an interrupt stack. */
    public long size() {
        return size;
    }

    /** The stacks of all CPUs. */
    public synchronized List<StackArea> ofCpus() {
        List<StackArea> known = ofCpus;
        if (known == null) {
            var found = new ArrayList<StackArea>();
            for (int cpu : perCpu.possible()) {
                try {
                    interrupts(cpu).ifPresent(found::add);
                    exceptions(cpu, found);
                } catch (MemoryFaultException | TypeDataException lost) {
                    // A CPU whose variables are not there has no stacks that anybody could be on.
                }
            }
            known = List.copyOf(found);
            ofCpus = known;
        }
        return known;
    }

    /** The stack of a task; empty when it has none any more. */
    public Optional<StackArea> of(LinuxTask task) {
        return task.stack() == 0
                ? Optional.empty()
                : Optional.of(new StackArea(
                        StackArea.Kind.TASK,
                        "task stack",
                        OptionalInt.empty(),
                        task.address(),
                        task.stack(),
                        task.stack() + size));
    }

    /** The stack that an address lies in. */
    public Optional<StackArea> at(long address) {
        return ofCpu(address)
                .or(() -> Optional.ofNullable(tasksByStack().get(address & -size))
                        .flatMap(this::of)
                        .filter(area -> area.contains(address)));
    }

    private Optional<StackArea> ofCpu(long address) {
        return ofCpus().stream().filter(area -> area.contains(address)).findFirst();
    }

    /**
     * The stack that an address lies in, taking for granted that it is a stack: what is no CPU's is a task's, whose stacks are aligned to
     * their size. Which task's is not looked up.
     */
    StackArea around(long address) {
        return ofCpu(address).orElseGet(() -> {
            long low = address & -size;
            return new StackArea(StackArea.Kind.TASK, "task stack", OptionalInt.empty(), 0, low, low + size);
        });
    }

    /** Whether a stack that was taken for granted is one. */
    boolean exists(StackArea area) {
        Map<Long, LinuxTask> byStack = tasksByStack();
        return area.kind() != StackArea.Kind.TASK || byStack.isEmpty() || byStack.containsKey(area.low());
    }

    private synchronized Map<Long, LinuxTask> tasksByStack() {
        Map<Long, LinuxTask> known = ofTasks;
        if (known == null) {
            known = new HashMap<>();
            try {
                for (LinuxTask task : tasks.get()) {
                    if (task.stack() != 0) {
                        known.put(task.stack(), task);
                    }
                }
            } catch (TypeDataException untold) {
                // Without types nobody knows the tasks, and every stack is taken for granted.
            }
            ofTasks = known;
        }
        return known;
    }

    /**
     * The stack of interrupts. Its end is in a variable that had another name up to 5.1, and was part of a structure from 6.2 to 6.14;
     * since 5.12 it is the address of the last word.
     */
    private Optional<StackArea> interrupts(int cpu) {
        OptionalLong variable = symbols.apply("hardirq_stack_ptr");
        if (variable.isEmpty()) {
            OptionalLong hot = symbols.apply("pcpu_hot");
            variable = hot.isPresent()
                    ? OptionalLong.of(hot.getAsLong()
                            + types.layout("struct pcpu_hot")
                                    .member("hardirq_stack_ptr")
                                    .offset())
                    : symbols.apply("irq_stack_ptr");
        }
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        long end = memory.readLong(perCpu.address(variable.getAsLong(), cpu));
        long high = (end + PAGE - 1) & -PAGE;
        return end == 0
                ? Optional.empty()
                : Optional.of(new StackArea(
                        StackArea.Kind.INTERRUPT, "IRQ stack", OptionalInt.of(cpu), 0, high - size, high));
    }

    private void exceptions(int cpu, List<StackArea> into) {
        OptionalLong variable = symbols.apply("cea_exception_stacks");
        if (variable.isEmpty()) {
            oldExceptions(cpu, into);
            return;
        }
        long stacks = memory.readLong(perCpu.address(variable.getAsLong(), cpu));
        if (stacks == 0) {
            return;
        }
        for (Type.Field field :
                types.layout("struct cea_exception_stacks").type().fields()) {
            if (field.name().endsWith(ENDING) && field.type().size() > 0) {
                String name = field.name().substring(0, field.name().length() - ENDING.length());
                long low = stacks + field.bitOffset() / Byte.SIZE;
                into.add(exception(name, cpu, low, low + field.type().size()));
            }
        }
        StructLayout entry = types.layout("struct cpu_entry_area");
        entry(cpu, entry, stacks - entry.member("estacks").offset(), into);
    }

    private static StackArea exception(String name, int cpu, long low, long high) {
        return new StackArea(StackArea.Kind.EXCEPTION, name + " exception stack", OptionalInt.of(cpu), 0, low, high);
    }

    private static void entry(int cpu, StructLayout layout, long area, List<StackArea> into) {
        long low = area + layout.member("entry_stack_page").offset();
        into.add(new StackArea(StackArea.Kind.ENTRY, "entry stack", OptionalInt.of(cpu), 0, low, low + PAGE));
    }

    private void oldExceptions(int cpu, List<StackArea> into) {
        OptionalLong variable = symbols.apply("orig_ist");
        if (variable.isPresent()) {
            long ends = perCpu.address(variable.getAsLong(), cpu);
            for (int number = 0; number < OLD_EXCEPTIONS.size(); number++) {
                String name = OLD_EXCEPTIONS.get(number);
                long high = memory.readLong(ends + number * (long) Long.BYTES);
                if (high != 0) {
                    into.add(
                            exception(name, cpu, high - (name.equals("DB") ? 2 : 1) * (long) OLD_EXCEPTION_SIZE, high));
                }
            }
        }
        if (types.find("struct cpu_entry_area").isPresent()) {
            StructLayout layout = types.layout("struct cpu_entry_area");
            entry(cpu, layout, OLD_ENTRY_AREAS + cpu * layout.size(), into);
        }
    }
}
