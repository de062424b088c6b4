package dev.xmdb.dcmds.linux.timer;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.timer.KernelTimer;
import dev.xmdb.target.guest.linux.timer.KernelTimers;
import dev.xmdb.target.guest.linux.timer.TimerOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** {@code ::timers}. */
final class TimersDcmd {
    private static final long BILLION = 1_000_000_000L;
    private static final String FORMAT = "%3s %-9s %-16s %20s %16s %-24s %s";

    private static final DcmdSpec SPEC = DcmdSpec.named("timers")
            .summary("print the timers that are set")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('r', "only high-resolution timers"))
            .option(OptionSpec.flag('w', "only those of timer wheels"))
            .option(OptionSpec.number('c', "cpu", "only those of the CPU with this number"))
            .description(
                    "Prints a line for every timer: its CPU, the wheel or clock that it is on, its address, when it must have expired, how many seconds that is "
                            + "from the kernel's time, the function that it calls, and for whom: the task that it wakes, the function of delayed work, or the "
                            + "struct sock of a connection.\n\n"
                            + "Timers of a wheel (wheel, defer; local and global since 6.9) expire at a number of jiffies, high-resolution ones at nanoseconds on a "
                            + "clock: mono since boot, boot the same with the time in which the machine slept, real since 1970, tai. The kernel's time is that of "
                            + "its last tick, so that a timer may be a little late.\n\n"
                            + "With the address of a task_struct, only timers of that task.")
            .example("::timers", "every timer")
            .example("::timers -r -c 0", "high-resolution timers of CPU 0")
            .example("1::pid2proc | ::timers", "those of the first process")
            .build();

    private TimersDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, TimersDcmd::run);
    }

    private static Status run(Invocation in) {
        var problems = new ArrayList<String>();
        Tasks tasks = Tasks.of(in);
        check(in, tasks);
        List<KernelTimer> timers = KernelTimers.read(LinuxKernel.of(in.target()), problems::add, in.effort());
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT, FORMAT, "CPU", "CLOCK", "ADDR", "EXPIRES", "SECONDS", "FUNCTION", "FOR")));
        }
        for (KernelTimer timer : timers) {
            in.checkInterrupted();
            if (wanted(in, timer)) {
                in.out().emit(row(in, tasks, timer));
            }
        }
        return tasks.tell(in, problems);
    }

    private static void check(Invocation in, Tasks tasks) {
        if (in.hasAddress()) {
            tasks.at(in.address());
        }
        OptionalLong chosen = in.number('c');
        if (chosen.isPresent()
                && LinuxKernel.of(in.target()).perCpu().possible().stream()
                        .noneMatch(cpu -> cpu == chosen.getAsLong())) {
            throw new DcmdException("there is no CPU " + chosen.getAsLong());
        }
    }

    private static boolean wanted(Invocation in, KernelTimer timer) {
        if ((in.has('r') && !timer.precise() && !in.has('w')) || (in.has('w') && timer.precise() && !in.has('r'))) {
            return false;
        }
        if (in.number('c').isPresent() && in.number('c').getAsLong() != timer.cpu()) {
            return false;
        }
        return !in.hasAddress()
                || (timer.owner().kind() == TimerOwner.Kind.TASK
                        && timer.owner().address() == in.address());
    }

    private static Emission.Row row(Invocation in, Tasks tasks, KernelTimer timer) {
        String function = SingleLine.of(in.out().layout().label(timer.function()));
        TimerOwner owner = timer.owner();
        Value none = new Value.Absent();
        return new Fields()
                .quantity("cpu", timer.cpu())
                .text("clock", timer.clock())
                .address("addr", timer.address())
                .quantity("earliest", timer.earliest())
                .quantity("expires", timer.expires())
                .add(
                        "nanoseconds_left",
                        timer.left().isPresent()
                                ? new Value.Quantity(timer.left().getAsLong())
                                : none)
                .add(
                        "seconds",
                        timer.left().isPresent()
                                ? new Value.Text(seconds(timer.left().getAsLong()))
                                : none)
                .add(
                        "function",
                        new Value.SymbolRef(timer.function(), in.out().layout().symbol(timer.function())))
                .add("task", owner.kind() == TimerOwner.Kind.TASK ? new Value.Address(owner.address()) : none)
                .add(
                        "work",
                        owner.kind() == TimerOwner.Kind.WORK
                                ? new Value.SymbolRef(
                                        owner.address(), in.out().layout().symbol(owner.address()))
                                : none)
                .add("for", owner.kind() == TimerOwner.Kind.NONE ? none : new Value.Text(owner(in, tasks, owner)))
                .add("sock", owner.kind() == TimerOwner.Kind.SOCKET ? new Value.Address(owner.address()) : none)
                .row(
                        String.format(
                                Locale.ROOT,
                                FORMAT,
                                timer.cpu(),
                                timer.clock(),
                                String.format(Locale.ROOT, "%016x", timer.address()),
                                timer.expires(),
                                timer.left().isPresent() ? seconds(timer.left().getAsLong()) : "-",
                                function,
                                owner(in, tasks, owner)),
                        timer.address());
    }

    private static String owner(Invocation in, Tasks tasks, TimerOwner owner) {
        return switch (owner.kind()) {
            case NONE -> "-";
            case TASK ->
                String.format(
                        Locale.ROOT,
                        "%016x %s %s",
                        owner.address(),
                        tasks.pid(owner.address()),
                        tasks.name(owner.address()));
            case WORK -> SingleLine.of(in.out().layout().label(owner.address()));
            case SOCKET -> String.format(Locale.ROOT, "sock %016x", owner.address());
        };
    }

    private static String seconds(long nanoseconds) {
        String sign = nanoseconds < 0 ? "-" : "";
        long size = Math.abs(nanoseconds);
        return String.format(Locale.ROOT, "%s%d.%06d", sign, size / BILLION, size % BILLION / 1000);
    }
}
