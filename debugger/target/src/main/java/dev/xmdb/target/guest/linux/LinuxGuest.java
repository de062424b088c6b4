package dev.xmdb.target.guest.linux;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Capability;
import dev.xmdb.target.guest.CpuVariables;
import dev.xmdb.target.guest.Fact;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.GuestIdentity;
import dev.xmdb.target.guest.GuestMapping;
import dev.xmdb.target.guest.GuestObject;
import dev.xmdb.target.guest.Kept;
import dev.xmdb.target.guest.KernelFile;
import dev.xmdb.target.guest.linux.cpu.PerCpu;
import dev.xmdb.target.guest.linux.generated.GeneratedCode;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.module.LinuxModules;
import dev.xmdb.target.guest.linux.module.LoadedModules;
import dev.xmdb.target.guest.linux.stack.LinuxUnwinder;
import dev.xmdb.target.guest.linux.stack.OrcTables;
import dev.xmdb.target.guest.linux.stack.StackAreas;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.task.LinuxTasks;
import dev.xmdb.target.guest.linux.task.TaskDetails;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.symbols.Symbols;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A 64-bit Linux kernel. */
public final class LinuxGuest implements Guest {
    /** Its kind. */
    public static final String KIND = "linux";

    /** ELF type of a file that is to be run. */
    private static final int EXECUTABLE = 2;

    private static final int LARGEST_INFO = 1 << 16;

    private final DomainImage image;
    private final PagedMemory memory;
    private final Kallsyms kallsyms;
    private final LinuxSymbols symbols;
    private final LinuxTypes types;
    private final Recognition recognition;
    private final Function<LinuxGuest, SelfReport> report;
    private final List<String> degradations = new CopyOnWriteArrayList<>();
    private final Optional<VmCoreInfo> coreInfo;
    private final PerCpu perCpu;
    private final Kept kept = new Kept();
    private @Nullable LoadedModules modules;

    /**
     * A kernel.
     *
     * @param image the image that it is in
     * @param memory its address space
     * @param kallsyms its symbols
     * @param recognition how it was recognised
     * @param report makes what tells of it
     */
    public LinuxGuest(
            DomainImage image,
            PagedMemory memory,
            Kallsyms kallsyms,
            Recognition recognition,
            Function<LinuxGuest, SelfReport> report) {
        this.image = image;
        this.memory = memory;
        this.kallsyms = kallsyms;
        this.recognition = recognition;
        this.degradations.addAll(recognition.degradations());
        this.symbols = new LinuxSymbols(kallsyms, this::modules, this::generatedCode);
        this.coreInfo = readCoreInfo().or(recognition::coreInfo);
        this.types = new LinuxTypes(memory, kallsyms, release(), degradations::add);
        this.perCpu = new PerCpu(memory, kallsyms::valueOf);
        this.report = report;
    }

    private String release() {
        return coreInfo.flatMap(VmCoreInfo::release)
                .orElseGet(() -> recognition.banner().replaceFirst("^Linux version ", ""));
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
        return recognition.banner();
    }

    @Override
    public String sign() {
        return recognition.symbols();
    }

    /** How it was recognised. */
    public Recognition recognition() {
        return recognition;
    }

    private SelfReport report() {
        return kept(SelfReport.class, () -> report.apply(this));
    }

    @Override
    public List<Fact> facts() {
        return report().facts();
    }

    @Override
    public Optional<GuestIdentity> identity() {
        return Optional.of(report().identity());
    }

    /** Of vmlinux, which is made to be run; its code and data where they are now, and where a bare machine enters it. */
    @Override
    public KernelFile kernelFile() {
        long text = value("_text");
        long data = value("_sdata");
        return new KernelFile(value("startup_64"), EXECUTABLE, text, upTo("_etext", text), data, upTo("_edata", data));
    }

    private long value(String symbol) {
        return kallsyms.valueOf(symbol).orElse(0);
    }

    private long upTo(String symbol, long start) {
        long end = value(symbol);
        return start != 0 && Long.compareUnsigned(end, start) > 0 ? end - start : 0;
    }

    @Override
    public List<GuestObject> objects() {
        return report().objects();
    }

    @Override
    public List<GuestMapping> mappings(Consumer<String> problems, Consumer<String> notes) {
        return report().mappings();
    }

    @Override
    public List<Capability> capabilities() {
        return report().capabilities();
    }

    @Override
    public Optional<AddressSpace> kernelSpace() {
        return recognition.betterRoot() ? Optional.of(memory) : Optional.empty();
    }

    @Override
    public Optional<RegisterSet> savedRegisters() {
        return report().stopRegisters();
    }

    @Override
    public OptionalInt stoppedVcpu() {
        return report().stoppedVcpu();
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    /**
     * A place in code as the kernel itself writes it: {@code function+0xoffset/0xsize [module]}.
     *
     * @param afterCall whether the address is one that a call returns to, which is named by the call
     */
    public String kernelForm(long address, boolean afterCall) {
        return symbols.kernelForm(address, afterCall);
    }

    @Override
    public LinuxTypes types() {
        return types;
    }

    @Override
    public Optional<Unwinder> unwinder() {
        return Optional.of(stackUnwinder());
    }

    /** What follows the kernel's stacks: by its unwind tables, by frame pointers, or by guesses. */
    public LinuxUnwinder stackUnwinder() {
        return kept(
                LinuxUnwinder.class,
                () -> LinuxUnwinder.of(
                        memory,
                        kallsyms::valueOf,
                        stackAreas(),
                        OrcTables.find(memory, kallsyms, types, this::modules),
                        this::modules));
    }

    /** Where the kernel has stacks. */
    public StackAreas stackAreas() {
        return kept(
                StackAreas.class,
                () -> new StackAreas(
                        memory,
                        kallsyms::valueOf,
                        types,
                        perCpu,
                        () -> taskList().tasks()));
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

    /** Code that the kernel made while it ran; read when it is first asked for. */
    public GeneratedCode generatedCode() {
        return kept(GeneratedCode.class, () -> GeneratedCode.read(memory, kallsyms, types, degradations::add));
    }

    /** Variables that every CPU has for itself. */
    public PerCpu perCpu() {
        return perCpu;
    }

    @Override
    public CpuVariables cpuVariables() {
        return kept(PerCpuVariables.class, () -> new PerCpuVariables(memory, types, kallsyms, perCpu));
    }

    /** All tasks, with what kept others from being read. */
    private record TaskList(List<LinuxTask> tasks, List<String> problems) {}

    private TaskList taskList() {
        return kept(TaskList.class, () -> {
            List<String> problems = new ArrayList<>();
            List<LinuxTask> tasks = LinuxTasks.read(memory, kallsyms, types, perCpu, problems::add);
            return new TaskList(tasks, List.copyOf(problems));
        });
    }

    /**
     * Every task; read once.
     *
     * @param problems receives a sentence for each list that breaks off
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not tell what a task is
     */
    public List<LinuxTask> tasks(Consumer<String> problems) {
        TaskList list = taskList();
        list.problems().forEach(problems);
        return list.tasks();
    }

    /**
     * What few commands ask of tasks.
     *
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not tell what a task is
     */
    public TaskDetails taskDetails() {
        return kept(TaskDetails.class, () -> new TaskDetails(memory, types));
    }

    /** The task whose {@code struct task_struct} is at an address. */
    public Optional<LinuxTask> task(long address) {
        try {
            return taskList().tasks().stream()
                    .filter(task -> task.address() == address)
                    .findFirst();
        } catch (TypeDataException untold) {
            return Optional.empty();
        }
    }

    /**
     * Follows the kernel stack of a task that does not run.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when what the kernel saved of it is not in memory
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not tell what it saves of a task
     */
    public Unwind stackOf(LinuxTask task) {
        if (task.stack() == 0) {
            return new Unwind(
                    List.of(), new Unwind.End(Unwind.Cause.OUTERMOST, 0, 0, "the task has no stack any more"));
        }
        long sp = types.layout("struct task_struct").at(memory, task.address()).number("thread.sp");
        StructLayout saved = types.layout("struct inactive_task_frame");
        StructView frame = saved.at(memory, sp);
        return stackUnwinder().unwindSwitchedOut(frame.number("ret_addr"), sp + saved.size(), frame.number("bp"));
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
