package dev.xmdb.target.guest.linux.task;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.cpu.PerCpu;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads the kernel's tasks. */
public final class LinuxTasks {
    private static final int MOST = 1 << 22;
    private static final int LONGEST_NAME = 64;
    private static final long KERNEL_THREAD = 0x20_0000;
    private static final long WORKER = 0x20;

    private final AddressSpace memory;
    private final Kallsyms symbols;
    private final Types types;
    private final PerCpu perCpu;
    private final Consumer<String> problems;
    private final StructLayout task;
    private final StructLayout signal;
    private final Map<Long, LinuxTask> found = new LinkedHashMap<>();

    private LinuxTasks(AddressSpace memory, Kallsyms symbols, Types types, PerCpu perCpu, Consumer<String> problems) {
        this.memory = memory;
        this.symbols = symbols;
        this.types = types;
        this.perCpu = perCpu;
        this.problems = problems;
        this.task = types.layout("struct task_struct");
        this.signal = types.layout("struct signal_struct");
    }

    /**
     * Every task: the first CPU's idle task, each process with its threads behind it, the other CPUs' idle tasks, and whatever a CPU runs
     * that is in no list any more.
     *
     * @param problems receives a sentence for each list that breaks off
     * @throws TypeDataException when the kernel's types do not tell what a task is
     */
    public static List<LinuxTask> read(
            AddressSpace memory, Kallsyms symbols, Types types, PerCpu perCpu, Consumer<String> problems) {
        var reader = new LinuxTasks(memory, symbols, types, perCpu, problems);
        reader.lists();
        reader.processors();
        return List.copyOf(reader.found.values());
    }

    private void lists() {
        OptionalLong first = symbols.valueOf("init_task");
        if (first.isEmpty()) {
            problems.accept("init_task: unknown symbol name");
            return;
        }
        long head = first.getAsLong();
        long link = task.member("tasks").offset();
        Chain chain = new Chain("tasks", at -> memory.readLong(at + link) - link, MOST);
        tell(chain.followRing(head, leader -> {
            add(leader);
            threads(leader);
            return true;
        }));
    }

    private void threads(long leader) {
        try {
            long process = task.at(memory, leader).number("signal");
            long head = process + signal.member("thread_head").offset();
            long link = task.member("thread_node").offset();
            Chain chain = new Chain("threads of task " + Long.toHexString(leader), memory::readLong, MOST);
            tell(chain.followHeaded(head, node -> {
                add(node - link);
                return true;
            }));
        } catch (MemoryFaultException fault) {
            problems.accept("threads of task " + Long.toHexString(leader) + ": " + fault.getMessage());
        }
    }

    private void processors() {
        OptionalLong queues = symbols.valueOf("runqueues");
        if (queues.isEmpty()) {
            return;
        }
        StructLayout queue = types.layout("struct rq");
        for (int cpu : perCpu.possible()) {
            try {
                StructView own = queue.at(memory, perCpu.address(queues.getAsLong(), cpu));
                for (String member : List.of("idle", "curr")) {
                    long address = own.number(member);
                    if (address != 0) {
                        add(address);
                    }
                }
            } catch (MemoryFaultException fault) {
                problems.accept("run queue of CPU " + cpu + ": " + fault.getMessage());
            }
        }
    }

    private void tell(Chain.End end) {
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
    }

    private void add(long address) {
        if (!found.containsKey(address)) {
            try {
                found.put(address, one(task.at(memory, address)));
            } catch (MemoryFaultException fault) {
                problems.accept("task " + Long.toHexString(address) + ": " + fault.getMessage());
            }
        }
    }

    private LinuxTask one(StructView view) {
        long flags = view.number("flags");
        return new LinuxTask(
                view.address(),
                view.number("pid"),
                view.number("tgid"),
                parent(view),
                name(view, flags),
                new TaskState(view.number(task.has("__state") ? "__state" : "state"), view.number("exit_state")),
                flags,
                view.number(task.has("cpu") ? "cpu" : "thread_info.cpu"),
                view.number("on_cpu") != 0,
                view.number("mm"),
                view.number("stack"));
    }

    private long parent(StructView view) {
        long parent = view.number("real_parent");
        return parent == 0 ? 0 : task.at(memory, parent).number("tgid");
    }

    /** Since 5.17 the kernel's threads keep a name that is longer than the task's own. */
    private String name(StructView view, long flags) {
        String own = view.text("comm");
        if ((flags & KERNEL_THREAD) == 0 || (flags & WORKER) != 0 || !task.has("worker_private")) {
            return own;
        }
        try {
            StructLayout thread = types.layout("struct kthread");
            long kept = view.number("worker_private");
            long whole = kept == 0 || !thread.has("full_name")
                    ? 0
                    : thread.at(memory, kept).number("full_name");
            return whole == 0 ? own : StructView.text(memory, whole, LONGEST_NAME);
        } catch (MemoryFaultException | TypeDataException notThere) {
            return own;
        }
    }
}
