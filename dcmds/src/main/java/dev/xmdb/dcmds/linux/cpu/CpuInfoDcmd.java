package dev.xmdb.dcmds.linux.cpu;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.processor.LinuxCpu;
import dev.xmdb.target.guest.linux.processor.LinuxCpus;
import dev.xmdb.target.guest.linux.sched.QueuedTask;
import dev.xmdb.target.guest.linux.sched.RunQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::cpuinfo}. */
final class CpuInfoDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("cpuinfo")
            .summary("print CPUs and the threads that they run")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('v', "with the code that each CPU was in, and the threads that wait for it"))
            .description(
                    "Prints a line for every CPU, or for the one whose number or struct rq is given: its run queue, the vCPU that it was, how many threads run "
                            + "or wait for it (NRUN), whether it was in the kernel, in user mode, idle or offline, and its thread with its number and name.\n\n"
                            + "With -v follow the code that it was in, and the threads that wait for it, those that go first first: with a deadline, then "
                            + "real-time threads with their priority, then the others in the order of the scheduler's tree.\n\n"
                            + "A CPU is the vCPU whose kernel GS base is the CPU's per-CPU memory; - stands for none.")
            .example("::cpuinfo", "every CPU")
            .example("0::cpuinfo -v", "CPU 0 with what waits for it")
            .build();

    private static final int HIGHEST_REALTIME = 99;

    private final Invocation in;
    private final LinuxGuest guest;
    private final Layout layout;
    private final List<String> problems = new ArrayList<>();
    private final Tasks tasks;

    private CpuInfoDcmd(Invocation in) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        this.layout = in.out().layout();
        this.tasks = Tasks.of(in);
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new CpuInfoDcmd(in).run());
    }

    private Status run() {
        List<LinuxCpu> cpus = LinuxCpus.read(guest, in.target().vcpus(), problems::add);
        List<LinuxCpu> shown = in.hasAddress() ? List.of(chosen(cpus)) : cpus;
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT, " ID %-16s VCPU NRUN MODE    %-16s    PID PROC", "ADDR", "THREAD")));
        }
        shown.forEach(this::show);
        return tasks.tell(in, problems);
    }

    private LinuxCpu chosen(List<LinuxCpu> cpus) {
        return cpus.stream()
                .filter(cpu -> cpu.id() == in.address() || cpu.queue() == in.address())
                .findFirst()
                .orElseThrow(() -> new DcmdException(
                        Long.toHexString(in.address()) + " is neither the number of a CPU nor the address of its rq"));
    }

    private static String mode(LinuxCpu cpu) {
        if (!cpu.online()) {
            return "offline";
        }
        return cpu.isIdle()
                ? "idle"
                : cpu.vcpu().map(vcpu -> vcpu.kernelMode() ? "kernel" : "user").orElse("-");
    }

    private void show(LinuxCpu cpu) {
        in.checkInterrupted();
        String name = tasks.name(cpu.current());
        String mode = mode(cpu);
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%3d %016x %4s %4d %-7s %016x %6s %s",
                cpu.id(),
                cpu.queue(),
                cpu.vcpu().map(vcpu -> Integer.toString(vcpu.index())).orElse("-"),
                cpu.runnable(),
                mode,
                cpu.current(),
                tasks.pid(cpu.current()),
                name));
        var fields = new Fields().quantity("id", cpu.id()).address("addr", cpu.queue());
        cpu.vcpu().ifPresent(vcpu -> fields.quantity("vcpu", vcpu.index()));
        fields.quantity("nrun", cpu.runnable()).text("mode", mode).address("thread", cpu.current());
        tasks.find(cpu.current()).ifPresent(task -> fields.quantity("pid", task.pid()));
        fields.text("proc", name);
        if (in.has('v')) {
            cpu.vcpu().ifPresent(vcpu -> place(vcpu, text, fields));
            waiting(cpu, text, fields);
            text.append('\n');
        }
        in.out().emit(fields.row(text.toString(), cpu.queue()));
    }

    private void place(Vcpu vcpu, StringBuilder text, Fields fields) {
        long pc = vcpu.registers().value("rip").orElse(0);
        text.append(String.format(
                Locale.ROOT,
                "\n%9s%016x %s",
                "at: ",
                pc,
                Optional.ofNullable(vcpu.kernelMode() ? layout.symbol(pc) : null)
                        .orElse("")));
        fields.add("pc", new Value.SymbolRef(pc, vcpu.kernelMode() ? layout.symbol(pc) : null));
    }

    /** Threads on the CPU's run queue that it does not run, those that go first first. */
    private void waiting(LinuxCpu cpu, StringBuilder text, Fields fields) {
        List<QueuedTask> queued = RunQueues.tasks(guest, cpu.queue(), problems::add).stream()
                .filter(each -> !each.running())
                .toList();
        for (QueuedTask each : queued) {
            text.append(String.format(
                    Locale.ROOT,
                    "\n%9s%016x %6s %-8s %s",
                    "waits: ",
                    each.task(),
                    tasks.pid(each.task()),
                    rank(each),
                    tasks.name(each.task())));
        }
        fields.add(
                "waiting",
                new Value.Many(queued.stream()
                        .<Value>map(each -> new Value.Address(each.task()))
                        .toList()));
    }

    /** The queue that a task waits in, of the real-time one with its priority as users set it: 99 goes first. */
    private static String rank(QueuedTask task) {
        return switch (task.kind()) {
            case DEADLINE -> "deadline";
            case REAL_TIME -> "rt " + (HIGHEST_REALTIME - task.priority());
            default -> task.kind().word();
        };
    }
}
