package dev.xmdb.target.guest.linux;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.Kept;
import dev.xmdb.target.guest.linux.cpu.PerCpu;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.module.LinuxModules;
import dev.xmdb.target.guest.linux.module.LoadedModules;
import dev.xmdb.target.guest.linux.stack.OrcTables;
import dev.xmdb.target.guest.linux.stack.OrcUnwinder;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.task.LinuxTasks;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.symbols.Symbols;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A 64-bit Linux kernel. */
public final class LinuxGuest implements Guest {
    /** Its kind. */
    public static final String KIND = "linux";

    private static final int LARGEST_INFO = 1 << 16;

    private final DomainImage image;
    private final PagedMemory memory;
    private final Kallsyms kallsyms;
    private final LinuxSymbols symbols;
    private final LinuxTypes types;
    private final String banner;
    private final List<String> degradations = new CopyOnWriteArrayList<>();
    private final Optional<VmCoreInfo> coreInfo;
    private final PerCpu perCpu;
    private final Kept kept = new Kept();
    private @Nullable LoadedModules modules;
    private boolean unwinderAsked;
    private Optional<OrcUnwinder> unwinder = Optional.empty();

    LinuxGuest(DomainImage image, PagedMemory memory, Kallsyms kallsyms, String banner) {
        this.image = image;
        this.memory = memory;
        this.kallsyms = kallsyms;
        this.symbols = new LinuxSymbols(kallsyms, this::modules);
        this.banner = banner;
        this.types = new LinuxTypes(memory, kallsyms, degradations::add);
        this.coreInfo = readCoreInfo();
        this.perCpu = new PerCpu(memory, kallsyms);
    }

    private Optional<VmCoreInfo> readCoreInfo() {
        OptionalLong data = kallsyms.valueOf("vmcoreinfo_data");
        if (data.isEmpty()) {
            return Optional.empty();
        }
        try {
            long text = memory.readLong(data.getAsLong());
            return Optional.of(VmCoreInfo.parse(StructView.text(memory, text, LARGEST_INFO)));
        } catch (MemoryFaultException fault) {
            degradations.add("vmcoreinfo: " + fault.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String banner() {
        return banner;
    }

    @Override
    public String sign() {
        return "its " + kallsyms.count() + " symbols at virtual 0x" + Long.toHexString(kallsyms.place());
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    @Override
    public Types types() {
        return types;
    }

    @Override
    public Optional<Unwinder> unwinder() {
        return orc().map(Unwinder.class::cast);
    }

    /** What follows stacks by the kernel's unwind tables; empty where it has none. */
    public synchronized Optional<OrcUnwinder> orc() {
        if (!unwinderAsked) {
            unwinder = OrcTables.find(memory, kallsyms, types, this::modules)
                    .map(tables -> new OrcUnwinder(memory, tables));
            unwinderAsked = true;
        }
        return unwinder;
    }

    /** The kernel's own symbols, as its table has them. */
    public Kallsyms kallsyms() {
        return kallsyms;
    }

    /** What the kernel wrote down for readers of its dump. */
    public Optional<VmCoreInfo> coreInfo() {
        return coreInfo;
    }

    /** The loaded modules; read when they are first asked for. */
    public synchronized LoadedModules modules() {
        LoadedModules known = modules;
        if (known == null) {
            known = new LoadedModules(
                    memory,
                    types,
                    LinuxModules.read(memory, types, kallsyms.valueOf("modules"), degradations::add),
                    degradations::add);
            modules = known;
        }
        return known;
    }

    /** Variables that every CPU has for itself. */
    public PerCpu perCpu() {
        return perCpu;
    }

    /**
     * Every task.
     *
     * @param problems receives a sentence for each list that breaks off
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not tell what a task is
     */
    public List<LinuxTask> tasks(Consumer<String> problems) {
        return LinuxTasks.read(memory, kallsyms, types, perCpu, problems);
    }

    /**
     * Follows the kernel stack of a task that does not run.
     *
     * @return nothing when the kernel has no unwind tables
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not tell what it saves of a task
     */
    public Optional<Unwind> stackOf(LinuxTask task) {
        if (task.stack() == 0) {
            return Optional.of(new Unwind(
                    List.of(), new Unwind.End(Unwind.Cause.OUTERMOST, 0, 0, "the task has no stack any more")));
        }
        return orc().map(unwinder -> {
            long sp = types.layout("struct task_struct")
                    .at(memory, task.address())
                    .number("thread.sp");
            StructLayout saved = types.layout("struct inactive_task_frame");
            StructView frame = saved.at(memory, sp);
            return unwinder.unwindSwitchedOut(frame.number("ret_addr"), sp + saved.size(), frame.number("bp"));
        });
    }

    /**
     * Something that is computed of this guest once: layouts, an index. Nothing is kept of a computation that throws.
     *
     * @param type its class, of which the guest keeps one
     * @param make computes it; may ask for others
     */
    public <T> T kept(Class<T> type, Supplier<T> make) {
        return kept.get(type, make);
    }

    /** Forgets what is kept of a class, so that it is computed again. */
    public void forget(Class<?> type) {
        kept.forget(type);
    }

    /** The image that it is in. */
    public DomainImage image() {
        return image;
    }

    /** The kernel's address space. */
    public PagedMemory memory() {
        return memory;
    }

    @Override
    public List<String> degradations() {
        return List.copyOf(degradations);
    }
}
