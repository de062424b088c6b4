package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
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
            .option(OptionSpec.flag('k', "with functions as the kernel names them: name+0xoffset/0xsize [module]"))
            .option(OptionSpec.flag(
                    'v', "with stack pointers, saved registers, what the stack was followed from and why it ends"))
            .description(
                    "Prints where the kernel stack of the task begins whose task_struct is at the address, in brackets the code that goes on there, and the functions that called it, by the kernel's "
                            + "unwind tables.\n\n"
                            + "Of a task that waits, the stack begins where the scheduler saved it. That of a task which a CPU runs begins with the registers of "
                            + "that CPU's vCPU; in user mode there is none, and a line says so. A message says why a stack breaks off.\n\n"
                            + "A function is named by the call that it is to return from, so that a call which never returns names the right one. A line in "
                            + "angle brackets names the stack that is left where another one goes on, and [exception RIP: ] stands above a function that was "
                            + "interrupted. With -v the registers follow that were saved then, and at the end those with which the kernel was entered from user "
                            + "mode: ORIG_RAX is the number of a system call, and RDI RSI RDX R10 R8 R9 are its arguments.\n\n"
                            + "? marks a guess: code that the kernel made at run time is taken to keep a frame pointer, and where a kernel has no unwind tables and "
                            + "keeps no frame pointers, or its tables end, whatever looks like a return address is listed.")
            .example("init_task::findstack", "the stack of the first CPU's idle task")
            .example("1::pid2proc | ::findstack -v", "that of the first process")
            .build();

    private FindStackDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, FindStackDcmd::run);
    }

    private static Status run(Invocation in) {
        LinuxTask task = Tasks.withCpus(in).at(in.address());
        StackReport report = StackReport.of(in);
        TaskStack stack = report.stacks().of(task);
        List<String> lines = report.lines(task, stack, in.has('v'), in.has('k'));
        if (!lines.isEmpty()) {
            Fields fields = new Fields()
                    .address("thread", task.address())
                    .address("sp", stack.sp())
                    .text("end", stack.reason())
                    .add("stack", StackListing.functions(in.out().layout(), stack.frames()))
                    .add("frames", StackListing.frames(in.out().layout(), stack.frames()));
            if (in.has('k')) {
                LinuxGuest guest = LinuxKernel.of(in.target());
                fields.texts(
                        "kernel_form",
                        stack.frames().stream()
                                .map(frame -> guest.kernelForm(frame.pc(), frame.afterCall()))
                                .toList());
            }
            stack.vcpu().ifPresent(vcpu -> fields.quantity("vcpu", vcpu.index()));
            stack.unwind().user().ifPresent(user -> fields.named("user", StackListing.registers(user)));
            in.out().emit(fields.row(String.join("\n", lines), task.address()));
        }
        Optional<String> failure = StackReport.failure(task, stack);
        failure.ifPresent(in::warn);
        return failure.isEmpty() ? Status.OK : Status.ERROR;
    }
}
