package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.dcmds.ChainListing;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.StackListing;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;

/** {@code ::threadlist}. */
final class ThreadListDcmd {
    private static final Table TABLE = Table.of(
            Column.of("ADDR", "%0?p").pipes(),
            Column.of("PROC", "%?p"),
            Column.of("LWP", "%?p"),
            Column.of("CMD/LWPID", "%s"));
    private static final Table VERBOSE = Table.of(
            Column.of("ADDR", "%0?p").pipes(),
            Column.of("PROC", "%?p"),
            Column.of("LWP", "%?p"),
            Column.of("CLS", "%3u"),
            Column.of("PRI", "%3d"),
            Column.of("WCHAN", "%?p"));

    private static final DcmdSpec SPEC = DcmdSpec.named("threadlist")
            .summary("print threads")
            .address(AddressUse.OPTIONAL)
            .operands("[count]")
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.flag('t', "leave out threads that work for a taskq"))
            .option(OptionSpec.flag('v', "with scheduling class, priority, wait channel and stack"))
            .description(
                    "Prints a line for every thread that is in use, or for the one at an address: its kthread_t, its process and lightweight process, and what "
                            + "it is called: program and number for a thread of a process, tq: and the name of the taskq that it works for, else the function "
                            + "that it began with.\n\n"
                            + "With -v, its stack follows as ::findstack prints it. A count limits the arguments of its functions; there are none when no count is "
                            + "given.")
            .example("::threadlist", "every thread")
            .example("::threadlist -t", "every thread but those of taskqs")
            .example(
                    "t0::threadlist -v 6",
                    "the kernel's first thread with its stack and up to six arguments a function")
            .build();

    private final Invocation in;
    private final Threads threads;
    private final Shared shared;
    private final StackListing.Style style;
    private final ChainListing listing;

    /** What the runs of a loop have in common. */
    private record Shared(ThreadNames names, StackReport stacks) {}

    private ThreadListDcmd(Invocation in, int arguments) {
        this.in = in;
        this.listing = new ChainListing(in);
        SolarisGuest kernel = SolarisKernel.of(in.target());
        this.threads = Threads.of(kernel);
        this.shared = in.loopState(
                Shared.class,
                () -> new Shared(new ThreadNames(kernel, in.out().layout()), new StackReport(in, kernel)));
        this.style = StackListing.Style.plain(arguments);
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, ThreadListDcmd::run);
    }

    private static Status run(Invocation in) {
        if (in.arguments().size() > (in.has('v') ? 1 : 0)) {
            return Status.USAGE;
        }
        long arguments = in.arguments().isEmpty() ? 0 : in.value(in.arguments().getFirst());
        return new ThreadListDcmd(in, Math.clamp(arguments & Long.MAX_VALUE, 0, StackListing.ALL_ARGUMENTS)).list();
    }

    private Status list() {
        in.out().header(in.has('v') ? VERBOSE : TABLE);
        return listing.run(this::show, threads::all);
    }

    private void show(long address) {
        KernelThread thread = threads.at(address);
        try {
            if (thread.is(ThreadState.FREE) || (in.has('t') && thread.taskq() != 0)) {
                return;
            }
            if (in.has('v')) {
                showVerbose(thread);
            } else {
                in.out()
                        .row(
                                TABLE,
                                new Value.Address(address),
                                new Value.Address(thread.process()),
                                new Value.Address(thread.lwp()),
                                new Value.Text(shared.names().of(thread)));
            }
        } catch (MemoryFaultException lost) {
            listing.complain("failed to read kthread_t at " + Long.toHexString(address) + ": " + lost.getMessage());
        }
    }

    private void showVerbose(KernelThread thread) {
        Layout layout = in.out().layout();
        Emission.Row row = VERBOSE.row(
                layout,
                List.of(
                        new Value.Address(thread.address()),
                        new Value.Address(thread.process()),
                        new Value.Address(thread.lwp()),
                        new Value.Quantity(thread.schedulingClass()),
                        new Value.Quantity(thread.priority()),
                        new Value.Address(thread.waitChannel())));
        long pc = thread.savedPc();
        String described = shared.names().described(thread);
        StackReport.Found found = shared.stacks().of(thread, style, false);
        var text = new StringBuilder(row.text());
        text.append("\n  PC: ").append(layout.label(pc)).append("    ").append(described);
        found.lines().forEach(line -> text.append("\n  ").append(line));
        var fields = new ArrayList<>(row.fields());
        fields.add(new Field("pc", new Value.SymbolRef(pc, layout.symbol(pc))));
        fields.add(new Field("name", new Value.Text(shared.names().of(thread))));
        fields.add(new Field("sp", new Value.Address(found.stack().sp())));
        fields.add(new Field(
                "stack_pc",
                new Value.SymbolRef(
                        found.stack().pc(), layout.symbol(found.stack().pc()))));
        fields.add(new Field("what", new Value.Text(described)));
        fields.add(new Field("stack", found.functions(layout)));
        fields.add(new Field("frames", StackListing.frames(layout, found.frames())));
        in.out().emit(new Emission.Row(fields, text.append('\n').toString(), row.piped()));
        if (!found.failure().isEmpty()) {
            // A thread without a stack is told of and does not make the list of all a failed one.
            in.warn(found.failure());
        }
    }
}
