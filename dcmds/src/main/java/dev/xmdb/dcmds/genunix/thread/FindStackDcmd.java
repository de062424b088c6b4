package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.StackListing;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.Threads;

/** {@code ::findstack}. */
final class FindStackDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("findstack")
            .summary("print the stack of a thread")
            .address(AddressUse.REQUIRED)
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.flag(
                    'v', "with frame pointers and arguments, and a line that says when the thread runs"))
            .description(
                    "Prints where a thread's stack begins, in brackets the code that goes on there, and the functions that called it.\n\n"
                            + "A thread that waits saved where its stack begins (t_sp). What a thread that a CPU runs once saved there is out of date: its stack "
                            + "begins with the registers of that CPU's vCPU, and what of that walk lies outside the thread's own stack (an interrupt "
                            + "stack, a thread that was interrupted) is left out.\n\n"
                            + "Where neither leads to the end of the stack, every place of it is tried. A chain that reaches the end is printed, without the "
                            + "line in brackets; otherwise \"Possible stack pointers\" lists those that can be followed for more than one step, and how many, "
                            + "for ::stack.")
            .example("t0::findstack -v", "the stack of the kernel's first thread")
            .example("::stacks -t onproc | ::findstack -v", "a stack of each group of threads on CPUs")
            .build();

    private FindStackDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, FindStackDcmd::run);
    }

    private static Status run(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        StackListing.Style style = in.has('v')
                ? StackListing.Style.withFramePointers(StackListing.ALL_ARGUMENTS)
                : StackListing.Style.plain(0);
        StackReport.Found found = Reading.of(
                "kthread_t at " + Long.toHexString(in.address()),
                () -> new StackReport(in, kernel).of(Threads.of(kernel).at(in.address()), style, in.has('v')));
        if (!found.lines().isEmpty()) {
            Layout layout = in.out().layout();
            Fields fields = new Fields()
                    .address("thread", in.address())
                    .address("sp", found.stack().sp())
                    .add(
                            "pc",
                            new Value.SymbolRef(
                                    found.stack().pc(),
                                    layout.symbol(found.stack().pc())))
                    .add("stack", found.functions(layout))
                    .add("frames", StackListing.frames(layout, found.frames()));
            found.cpu().ifPresent(cpu -> fields.quantity("cpu", cpu));
            found.addCandidates(fields);
            in.out().emit(fields.row(String.join("\n", found.lines()), in.address()));
        }
        if (!found.failure().isEmpty()) {
            in.warn(found.failure());
        }
        return found.stack().found() ? Status.OK : Status.ERROR;
    }
}
