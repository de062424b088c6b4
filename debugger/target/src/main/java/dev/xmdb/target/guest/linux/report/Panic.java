package dev.xmdb.target.guest.linux.report;

import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.log.KernelLog;
import dev.xmdb.target.guest.linux.log.LogRecord;
import dev.xmdb.target.guest.linux.variable.ReadableVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.registers.ContextRegisters;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a kernel left of its panic, if it had one: the CPU that it happened on, which the kernel writes down first of all, and what it
 * logged. The CPU goes on from there, to stop the others and to tell the hypervisor, so its stack still holds everything that led there.
 */
public final class Panic {
    private static final String WORDS = "Kernel panic - not syncing: ";
    /** What the kernel logs of the fault or the order that leads to a panic. */
    private static final Pattern CAUSE = Pattern.compile(
            "^(BUG: |kernel BUG at |Oops|general protection fault|invalid opcode|divide error|double fault|stack segment|int3: |"
                    + "Unable to handle kernel|watchdog: |NMI watchdog: |INFO: rcu|rcu: INFO: .* detected|sysrq: Trigger a crash|Out of memory|"
                    + "Machine check|mce: \\[Hardware Error]|Unrecoverable).*",
            Pattern.DOTALL);

    private final LinuxGuest guest;
    private final OptionalInt cpu;
    private final Optional<VcpuContext> context;
    private final int vcpu;
    private final List<LogRecord> log;

    private Panic(LinuxGuest guest) {
        this.guest = guest;
        var variables = ReadableVariables.of(guest);
        OptionalInt panicked = variables.number("panic_cpu");
        // A kernel without a panic has -1 in both; one that loads its crash kernel without a panic sets the second one
        // only.
        OptionalInt stopped =
                panicked.isEmpty() || panicked.getAsInt() < 0 ? variables.number("crashing_cpu") : panicked;
        this.cpu = stopped.isPresent() && guest.perCpu().possible().contains(stopped.getAsInt())
                ? stopped
                : OptionalInt.empty();
        this.vcpu = cpu.isEmpty() ? -1 : vcpu(cpu.getAsInt());
        this.context =
                vcpu < 0 ? Optional.empty() : Optional.of(guest.image().vcpus().get(vcpu));
        this.log = cpu.isEmpty() ? List.of() : KernelLog.read(guest, _ -> {});
    }

    /** The panic of a guest; look at {@link #happened} first. */
    public static Panic of(LinuxGuest guest) {
        return guest.kept(Panic.class, () -> new Panic(guest));
    }

    private int vcpu(int number) {
        try {
            long base = guest.perCpu().address(0, number);
            List<VcpuContext> all = guest.image().vcpus();
            for (int each = 0; each < all.size(); each++) {
                VcpuContext one = all.get(each);
                if (base != 0 && (one.gsBaseKernel() == base || one.gsBaseUser() == base)) {
                    return each;
                }
            }
        } catch (MemoryFaultException lost) {
            // Then no vCPU can be told to be this CPU.
        }
        return -1;
    }

    /** Whether there was one. */
    public boolean happened() {
        return cpu.isPresent();
    }

    /** The CPU that it happened on, as the kernel numbers it. */
    public OptionalInt cpu() {
        return cpu;
    }

    /** The vCPU that this CPU was, by its place in the image. */
    public OptionalInt vcpu() {
        return vcpu < 0 ? OptionalInt.empty() : OptionalInt.of(vcpu);
    }

    /** The address of the task that panicked. */
    public OptionalLong task() {
        return cpu.isEmpty()
                ? OptionalLong.empty()
                : ReadableVariables.of(guest).current(cpu.getAsInt());
    }

    /** The name of a task; empty when the kernel's types do not tell where it is. */
    public Optional<String> name(long task) {
        return member(task).map(view -> view.text("comm"));
    }

    /** The number of a task. */
    public OptionalLong number(long task) {
        return member(task).map(view -> OptionalLong.of(view.number("pid"))).orElseGet(OptionalLong::empty);
    }

    private Optional<StructView> member(long task) {
        try {
            StructView view = guest.types().layout("struct task_struct").at(guest.memory(), task);
            view.number("pid");
            return Optional.of(view);
        } catch (TypeDataException | MemoryFaultException lost) {
            return Optional.empty();
        }
    }

    /** What the panic said. */
    public Optional<String> message() {
        return log.reversed().stream()
                .map(LogRecord::text)
                .filter(text -> text.startsWith(WORDS))
                .findFirst();
    }

    /** What it was about: the last thing that was logged of a fault, an error or an order before it. */
    public Optional<String> cause() {
        return lastCause(log);
    }

    /** The last thing in a log that tells of a fault or of an order to stop. */
    static Optional<String> lastCause(List<LogRecord> log) {
        return log.reversed().stream()
                .map(LogRecord::text)
                .filter(text -> CAUSE.matcher(text).matches())
                .findFirst();
    }

    /** The registers of the CPU: those that it saved for the reader of a crash dump, else those of its vCPU while it was in the kernel. */
    public Optional<RegisterSet> registers() {
        return noted().or(() ->
                context.filter(this::inKernel).map(saved -> new ContextRegisters(saved, Long.BYTES, true)));
    }

    /** Whether what a vCPU executed is the kernel's. */
    private boolean inKernel(VcpuContext saved) {
        return saved.instructionPointer() < 0;
    }

    /**
     * The registers of the fault that led to it: the innermost interruption that the CPU's stack leads back to; empty when it was no fault,
     * or when the stack does not lead so far.
     */
    public Optional<RegisterSet> fault() {
        return registers().stream()
                .map(now -> new Unwinder.Start(
                        now.value("rip").orElse(0),
                        now.value("rsp").orElse(0),
                        now.value("rbp").orElse(0)))
                .flatMap(start -> guest.stackUnwinder().unwind(start).frames().stream())
                .flatMap(frame -> frame.seam().stream())
                .flatMap(seam -> seam.interrupted().stream())
                .findFirst();
    }

    private Optional<RegisterSet> noted() {
        return cpu.isEmpty() ? Optional.empty() : CrashNote.read(guest, cpu.getAsInt());
    }
}
