package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.StackListing;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.thread.TaskStack;
import java.util.List;
import java.util.Optional;

/** {@code ::findstack}. */
final class FindStackDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("findstack")
            .summary("print the stack of a thread")
            .address(AddressUse.REQUIRED)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('v', "with stack pointers, what the stack was followed from and why it ends"))
            .description(
                    "Prints where a task's kernel stack begins, in brackets the code that goes on there, and the functions that called it, by the kernel's "
                            + "unwind tables.\n\n"
                            + "Of a task that waits, the stack begins where the scheduler saved it. That of a task which a CPU runs begins with the registers of "
                            + "that CPU's vCPU; in user mode there is none, and a line says so. A message says why a stack breaks off.\n\n"
                            + "A function is named by the call that it is to return from, so that a call which never returns names the right one.")
            .example("init_task::findstack", "the stack of the first CPU's idle task")
            .example("1::pid2proc | ::findstack -v", "that of the first process")
            .build();

    private FindStackDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, FindStackDcmd::run);
    }

    private static Status run(Invocation in) {
        LinuxTask task = Tasks.of(in).at(in.address());
        StackReport report = StackReport.of(in);
        TaskStack stack = report.stacks().of(task);
        List<String> lines = report.lines(task, stack, in.has('v'));
        if (!lines.isEmpty()) {
            in.out()
                    .emit(new Fields()
                            .address("thread", task.address())
                            .address("sp", stack.sp())
                            .text("end", stack.reason())
                            .add("stack", StackListing.functions(in.out().layout(), stack.frames()))
                            .row(String.join("\n", lines), task.address()));
        }
        Optional<String> failure = StackReport.failure(task, stack);
        failure.ifPresent(in::warn);
        return failure.isEmpty() ? Status.OK : Status.ERROR;
    }
}
