package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.dcmds.ChainListing;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.TextFormat;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ::thread}. */
final class ThreadDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("thread")
            .summary("print the state of threads")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.flag('b', "what it waits for: wait channel, turnstile, inherited priority, operations"))
            .option(OptionSpec.flag('d', "dispatching: since when, the CPU that it is bound to, forbidden preemption"))
            .option(OptionSpec.flag('f', "leave out threads that are not in use"))
            .option(OptionSpec.flag('i', "state, flags, priorities, interrupt level; what is printed with no letter"))
            .option(OptionSpec.flag('m', "print everything that was asked for on one line"))
            .option(OptionSpec.flag('p', "its process, lightweight process and credentials"))
            .option(OptionSpec.flag('s', "signals"))
            .description(
                    "Prints every thread, or the one at an address. Each of the letters b, d, i, p and s adds a set of columns, on a line of its own unless -m "
                            + "is given.\n\nFLG, PFLG and SFLG are t_flag, t_proc_flag and t_schedflag; INTR is the thread that an interrupt thread interrupted.")
            .example("::thread", "every thread")
            .example("t0::thread -bdips", "everything about the kernel's first thread")
            .example("::walk thread | ::thread -fbm", "what the threads in use wait for")
            .build();

    private final Invocation in;
    private final Threads threads;
    private final List<ThreadColumns> sets;
    private final ChainListing listing;

    private ThreadDcmd(Invocation in) {
        this.in = in;
        this.listing = new ChainListing(in);
        this.threads = Threads.of(SolarisKernel.of(in.target()));
        List<ThreadColumns> asked = new ArrayList<>();
        for (ThreadColumns set : ThreadColumns.ALL) {
            if (in.has(set.letter())) {
                asked.add(set);
            }
        }
        this.sets = asked.isEmpty() ? List.of(ThreadColumns.STATE) : asked;
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new ThreadDcmd(in).run());
    }

    private Status run() {
        Layout layout = in.out().layout();
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(joined(
                            String.format(Locale.ROOT, "%" + layout.pointerDigits() + "s", "ADDR"),
                            sets.stream().map(set -> set.header(layout)).toList())));
        }
        return listing.run(this::show, threads::all);
    }

    /** The sets after the address: on its line, or each after the first one on a line of its own. */
    private String joined(String address, List<String> parts) {
        String between = in.has('m') ? "" : "\n" + " ".repeat(in.out().layout().pointerDigits());
        return address + String.join(between, parts);
    }

    private void show(long address) {
        Layout layout = in.out().layout();
        KernelThread thread = threads.at(address);
        try {
            if (in.has('f') && thread.is(ThreadState.FREE)) {
                return;
            }
            List<Field> fields = new ArrayList<>();
            fields.add(new Field("addr", new Value.Address(address)));
            List<String> parts = new ArrayList<>();
            for (ThreadColumns set : sets) {
                List<Value> values = set.values(thread, layout);
                for (int i = 0; i < values.size(); i++) {
                    fields.add(new Field(set.names().get(i), known(values.get(i))));
                }
                parts.add(set.format().format(layout, values));
            }
            String text = joined(TextFormat.of("%0?p").format(layout, List.of(new Value.Address(address))), parts);
            in.out().emit(new Emission.Row(fields, text, address));
        } catch (MemoryFaultException lost) {
            listing.complain("can't read kthread_t at 0x" + Long.toHexString(address) + ": " + lost.getMessage());
        }
    }

    /** What the table shows as n/a is no value. */
    private static Value known(Value value) {
        return value instanceof Value.Text(String text) && text.equals(ThreadColumns.NONE) ? new Value.Absent() : value;
    }
}
