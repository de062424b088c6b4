package dev.xmdb.dcmds.genunix.taskq;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.taskq.Taskq;
import dev.xmdb.target.guest.solaris.taskq.Taskqs;
import java.util.Locale;
import java.util.Optional;

/** {@code ::taskq}. */
final class TaskqDcmd {
    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("taskq")
                    .summary("print task queues: how many threads work and how much waits")
                    .address(AddressUse.OPTIONAL)
                    .guest(SolarisGuest.KIND)
                    .option(OptionSpec.flag('a', "only queues with a task that runs or waits"))
                    .option(OptionSpec.flag('t', "the stacks of the threads that run a task below each queue"))
                    .option(OptionSpec.flag('T', "the stacks of all its threads below each queue"))
                    .option(OptionSpec.number('m', "min", "only dynamic queues, and those with a MAXQ of at least min"))
                    .option(OptionSpec.string('n', "name", "only queues that have this in their name"))
                    .description(
                            "ACT/THDS: threads that run a task, and all threads. Q'ED: tasks that wait; MAXQ: how many waited at most (- for a "
                                    + "dynamic queue, which takes threads as tasks come). INST: the queue's number among those of its name "
                                    + "(- when there is one only).\n\nA queue whose threads are all active and whose tasks pile up is stuck: "
                                    + "-t shows what in.")
                    .example("::taskq", "prints every task queue")
                    .example("::taskq -a", "those that have something to do")
                    .example("::taskq -n stream | ::walk taskq_thread", "the threads of the queues of that name")
                    .build(),
            TaskqDcmd::run);

    private static final int STACKS_INDENT = 4;

    private TaskqDcmd() {}

    private static Status run(Invocation in) {
        Taskqs reader = Taskqs.of(SolarisKernel.of(in.target()));
        if (in.hasAddress()) {
            Taskq queue = Reading.of("taskq_t at " + Long.toHexString(in.address()), () -> reader.read(in.address()));
            header(in, !in.isLoop() || in.isLoopFirst());
            return print(in, queue);
        }
        Taskqs.Found found = reader.find(in.effort());
        header(in, true);
        Status status = Status.OK;
        for (Taskq queue : found.queues()) {
            in.checkInterrupted();
            Status printed = print(in, queue);
            status = printed == Status.OK ? status : printed;
        }
        Optional<String> fault = found.fault();
        fault.ifPresent(in::warn);
        return fault.isPresent() ? Status.ERROR : status;
    }

    private static void header(Invocation in, boolean first) {
        if (first && !in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "%-" + in.session().layout().pointerDigits() + "s %-31s %4s/%4s %4s %5s %4s",
                            "ADDR",
                            "NAME",
                            "ACT",
                            "THDS",
                            "Q'ED",
                            "MAXQ",
                            "INST")));
        }
    }

    private static boolean wanted(Invocation in, Taskq queue) {
        return queue.name().contains(in.string('n').orElse(""))
                && !(in.has('a') && queue.active() == 0 && queue.queued() == 0)
                && (queue.dynamic() || queue.mostQueued() >= in.number('m').orElse(Long.MIN_VALUE));
    }

    private static Status print(Invocation in, Taskq queue) {
        if (!wanted(in, queue)) {
            return Status.OK;
        }
        String text = String.format(
                Locale.ROOT,
                "%" + in.session().layout().pointerDigits() + "x %-31s %4d/%4d %4d %5s %4s",
                queue.address(),
                SingleLine.of(queue.name()),
                queue.active(),
                queue.threads(),
                queue.queued(),
                queue.dynamic() ? "-" : Long.toString(queue.mostQueued()),
                queue.numbered() ? Long.toHexString(queue.instance()) : "-");
        in.out()
                .emit(new Fields()
                        .address("addr", queue.address())
                        .text("name", queue.name())
                        .text("act_thds", queue.active() + "/" + queue.threads())
                        .quantity("active", queue.active())
                        .quantity("threads", queue.threads())
                        .quantity("q_ed", queue.queued())
                        .add("maxq", queue.dynamic() ? new Value.Absent() : new Value.Quantity(queue.mostQueued()))
                        .add("inst", queue.numbered() ? new Value.Quantity(queue.instance()) : new Value.Absent())
                        .row(text, queue.address()));
        return in.isPipeOutput() || !(in.has('t') || in.has('T')) ? Status.OK : stacks(in, queue);
    }

    private static Status stacks(Invocation in, Taskq queue) {
        String idle = in.has('T') ? "" : " -C taskq_thread_wait";
        String command = Long.toHexString(queue.address()) + "::walk taskq_thread | ::stacks -a" + idle;
        return in.session().execute(command, new IndentedInvocation(in, STACKS_INDENT));
    }
}
