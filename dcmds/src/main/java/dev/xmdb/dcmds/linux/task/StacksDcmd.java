package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.stacks.StacksRun;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.target.guest.linux.LinuxGuest;

/** {@code ::stacks}. */
final class StacksDcmd {
    private static final DcmdSpec SPEC = StacksRun.options(
                    DcmdSpec.named("stacks")
                            .summary("print the stacks of threads, those that are alike together")
                            .address(AddressUse.OPTIONAL)
                            .guest(LinuxGuest.KIND)
                            .gathersPipe(),
                    "list every thread of a group, with its number and name",
                    "only what is interesting: no idle CPUs, and no thread that sleeps, is without work, set aside or has ended")
            .option(OptionSpec.flag('k', "with functions as the kernel names them: name+0xoffset/0xsize [module]"))
            .description(
                    "Prints groups of threads that are in the same state and have the same return addresses on their stacks: one of them, how many there "
                            + "are, and the stack. The largest group comes first.\n\n"
                            + "With the address of a task_struct, only the group of that thread is printed; with threads from a pipe, only these threads count. An option "
                            + "may be given more than once: one of its arguments must then fit. Stacks are gathered once and kept. A thread that runs is taken "
                            + "from the registers of its vCPU, as by ::findstack.\n\n"
                            + "States: onproc run sleep disk stopped traced dead zombie parked idle, the kernel's letters for them (R S D T t X Z P I), or user "
                            + "for what a CPU runs in user mode.\n\n"
                            + "Objects, by the functions that wait for them: mutex rtmutex rwsem sema completion futex io timer poll pipe socket tty child signal "
                            + "vfork work none.")
            .example("::stacks", "every group")
            .example("::stacks -i", "what runs, could run, or waits for a disk")
            .example("::stacks -c kthread -T idle", "threads of the kernel's own that do something")
            .example("::stacks -S work -a", "every thread that waits for something else than work")
            .build();

    private StacksDcmd() {}

    static Dcmd dcmd() {
        return new Declared(
                SPEC,
                in -> StacksRun.of(
                        in,
                        new TaskGroupStacks(
                                LinuxKernel.of(in.target()),
                                in.target().vcpus(),
                                in.out().layout(),
                                in.has('k'))));
    }
}
