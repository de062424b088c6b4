package dev.xmdb.dcmds;

import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.memory.GuestVirtual;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code ::context}: whose virtual addresses the commands that follow read. */
public final class ContextDcmd {
    private static final Line KERNEL = Line.of("debugger context set to kernel");
    private static final Line PROCESS =
            Line.of("debugger context set to proc %p", "proc").pipes("proc");

    private ContextDcmd() {}

    /**
     * The command for one kind of guest.
     *
     * @param kind the kind
     * @param process what it calls a process, for example {@code proc_t}
     * @param space finds the address space of the process that an invocation's address is that of
     */
    public static Dcmd of(String kind, String process, Function<Invocation, GuestVirtual> space) {
        DcmdSpec spec = DcmdSpec.named("context", "$p")
                .summary("choose whose virtual addresses commands read")
                .address(AddressUse.REQUIRED)
                .guest(kind)
                .description(
                        "Chooses the address space of the process whose " + process
                                + " is at the address: from then on formats (/ and ?), *addr, ::dump, "
                                + "::print, ::vtop and others that take a virtual address read it there. 0 chooses the kernel again, which is what a session begins with. "
                                + "The kernel's own memory is in every address space, and commands about the kernel go on to read it in the kernel's. Memory of a process "
                                + "that is not in the image, such as pages that were never touched or that were swapped out, cannot be read.")
                .example("0t1::pid2proc | ::context", "reads in the address space of init")
                .example("0::context", "reads in that of the kernel again")
                .build();
        return new Declared(spec, in -> run(in, space));
    }

    private static Status run(Invocation in, Function<Invocation, GuestVirtual> space) {
        if (in.address() == 0) {
            in.session().context(Optional.empty());
            in.out().emit(KERNEL.row(in.session().layout(), List.of()));
            return Status.OK;
        }
        in.session().context(Optional.of(space.apply(in)));
        in.out().line(PROCESS, new Value.Address(in.address()));
        return Status.OK;
    }
}
