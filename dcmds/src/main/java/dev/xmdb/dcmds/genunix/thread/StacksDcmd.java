package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.stacks.StacksRun;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.target.guest.solaris.SolarisGuest;

/** {@code ::stacks}. */
final class StacksDcmd {
    private static final DcmdSpec SPEC = StacksRun.options(
                    DcmdSpec.named("stacks")
                            .summary("print the stacks of threads, those that are alike together")
                            .address(AddressUse.OPTIONAL)
                            .guest(SolarisGuest.KIND)
                            .gathersPipe(),
                    "list every thread of a group",
                    "only what is interesting: the same as -S CV -T FREE")
            .description(
                    "Prints groups of threads that are in the same state, wait for the same kind of object, and have the same return addresses on their stacks: "
                            + "one of them, how many there are, and the stack. The largest group comes first, that of a thread that panicked last.\n\n"
                            + "With an address, only the group of that thread is printed; with threads from a pipe, only these threads count. An option "
                            + "may be given more than once: one of its arguments must then fit. Stacks are gathered once and kept. A thread that runs is "
                            + "taken from the registers of its vCPU, as by ::findstack.\n\n"
                            + "Objects: mutex rwlock cv sema user user_pi shuttle. States: free sleep run onproc zomb stopped wait panic.")
            .example("::stacks", "every group")
            .example("::stacks -i", "without idle interrupt threads and threads that wait for something to happen")
            .example("::stacks -c taskq_thread -a", "the threads that ran through taskq_thread, one by one")
            .example("::ps | ::walk thread | ::stacks", "the threads of all processes")
            .build();

    private StacksDcmd() {}

    static Dcmd dcmd() {
        return new Declared(
                SPEC,
                in -> StacksRun.of(
                        in,
                        new ThreadGroupStacks(
                                SolarisKernel.of(in.target()),
                                in.target().vcpus(),
                                in.out().layout())));
    }
}
