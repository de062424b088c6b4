package dev.xmdb.target.guest.linux.task;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** What few commands ask of a task, and {@link LinuxTask} therefore does not have; empty where it cannot be told. */
public final class TaskDetails {
    private static final int MOST_NAMESPACES = 32;
    /** What the kernel subtracts from a priority before it tells it in {@code /proc}. */
    private static final int REALTIME_PRIORITIES = 100;

    private final AddressSpace memory;
    private final Types types;
    private final StructLayout layout;

    /**
     * Details of a kernel's tasks.
     *
     * @throws TypeDataException when the kernel's types do not tell what a task is
     */
    public TaskDetails(AddressSpace memory, Types types) {
        this.memory = memory;
        this.types = types;
        this.layout = types.layout("struct task_struct");
    }

    private StructView view(LinuxTask task) {
        return layout.at(memory, task.address());
    }

    private static OptionalLong number(Supplier<Long> read) {
        try {
            return OptionalLong.of(read.get());
        } catch (MemoryFaultException | TypeDataException lost) {
            return OptionalLong.empty();
        }
    }

    /** The user that it works for. */
    public OptionalLong user(LinuxTask task) {
        return number(() -> types.layout("struct cred")
                .at(memory, view(task).number("cred"))
                .number("uid.val"));
    }

    /** Its priority as {@code /proc} tells it: 20 and a task's nice value for a fair one, below 0 for a real-time one. */
    public OptionalLong priority(LinuxTask task) {
        return number(() -> view(task).number("prio") - REALTIME_PRIORITIES);
    }

    /** How it is scheduled, as {@code ps} abbreviates it; the numbers are part of the kernel's interface to programs. */
    public String policy(LinuxTask task) {
        OptionalLong policy = number(() -> view(task).number("policy"));
        return policy.isEmpty()
                ? "?"
                : switch ((int) policy.getAsLong()) {
                    case 0 -> "TS";
                    case 1 -> "FF";
                    case 2 -> "RR";
                    case 3 -> "B";
                    case 5 -> "IDL";
                    case 6 -> "DLN";
                    case 7 -> "EXT";
                    default -> "?";
                };
    }

    /** Nanoseconds from the boot to its start. */
    public OptionalLong startTime(LinuxTask task) {
        return number(() -> view(task).number("start_time"));
    }

    /**
     * The function that a thread of the kernel's own began with. Up to 5.16 what is known of such threads is where other tasks keep the
     * address that is told of their end.
     */
    public OptionalLong threadFunction(LinuxTask task) {
        if (!task.kernelThread()) {
            return OptionalLong.empty();
        }
        String keeper = layout.has("worker_private") ? "worker_private" : "set_child_tid";
        OptionalLong kept = number(() -> view(task).number(keeper));
        return kept.isEmpty() || kept.getAsLong() == 0
                ? OptionalLong.empty()
                : number(() -> types.layout("struct kthread")
                        .at(memory, kept.getAsLong())
                        .number("threadfn"));
    }

    /** Its numbers in the namespaces that it is in, from the outermost one inwards; nothing for an idle task. */
    public List<Long> namespaceNumbers(LinuxTask task) {
        try {
            String holder = layout.has("thread_pid") ? "thread_pid" : "pids[0].pid";
            long address = view(task).number(holder);
            if (address == 0) {
                return List.of();
            }
            StructLayout pid = types.layout("struct pid");
            StructView own = pid.at(memory, address);
            long deepest = Math.min(own.number("level"), MOST_NAMESPACES);
            long first = own.addressOf("numbers");
            StructLayout number = types.layout("struct upid");
            return LongStream.rangeClosed(0, deepest)
                    .map(level ->
                            number.at(memory, first + level * number.size()).number("nr"))
                    .boxed()
                    .toList();
        } catch (MemoryFaultException | TypeDataException lost) {
            return List.of();
        }
    }
}
