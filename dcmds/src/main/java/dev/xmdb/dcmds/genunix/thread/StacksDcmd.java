package dev.xmdb.dcmds.genunix.thread;

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
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.StackGroup;
import dev.xmdb.target.guest.solaris.thread.StackIndex;
import dev.xmdb.target.guest.solaris.thread.SyncObject;
import dev.xmdb.target.guest.solaris.thread.ThreadStack;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.guest.solaris.thread.Threads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** {@code ::stacks}. */
final class StacksDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("stacks")
            .summary("print the stacks of threads, those that are alike together")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .gathersPipe()
            .option(OptionSpec.flag('a', "list every thread of a group"))
            .option(OptionSpec.flag('f', "gather the stacks again"))
            .option(OptionSpec.flag('i', "only what is interesting: the same as -S CV -T FREE"))
            .option(OptionSpec.flag('v', "say how the gathering goes"))
            .option(OptionSpec.string('c', "func", "only stacks with a call from func, or from func+offset"))
            .option(OptionSpec.string('C', "func", "only stacks without one"))
            .option(OptionSpec.string('m', "mod", "only stacks with a call from the module"))
            .option(OptionSpec.string('M', "mod", "only stacks without one"))
            .option(OptionSpec.string('s', "sobj", "only threads that wait for this kind of object, or for ALL kinds"))
            .option(OptionSpec.string('S', "sobj", "only threads that do not"))
            .option(OptionSpec.string('t', "tstate", "only threads in this state"))
            .option(OptionSpec.string('T', "tstate", "only threads that are not"))
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

    private final Invocation in;
    private final SolarisGuest kernel;
    private final Threads threads;
    private final Layout layout;

    private StacksDcmd(Invocation in) {
        this.in = in;
        this.kernel = SolarisKernel.of(in.target());
        this.threads = Threads.of(kernel);
        this.layout = in.out().layout();
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new StacksDcmd(in).run());
    }

    private Status run() {
        Predicate<StackGroup> filter = StackFilter.of(in, kernel);
        StackIndex index = gather();
        Set<Long> wanted =
                new HashSet<>(in.isPipeInput() ? in.piped() : in.hasAddress() ? List.of(in.address()) : List.of());
        Set<Long> seen = new HashSet<>();
        if (!in.has('a')) {
            header();
        }
        for (StackGroup group : index.groups()) {
            in.checkInterrupted();
            List<Long> shown = group.threads();
            if (!wanted.isEmpty()) {
                List<Long> matching = shown.stream().filter(wanted::contains).toList();
                seen.addAll(matching);
                if (matching.isEmpty()) {
                    continue;
                }
                shown = in.isPipeInput() ? matching : shown;
            }
            if (filter.test(group)) {
                emit(group, shown);
            }
        }
        boolean sound = index.faults().isEmpty();
        index.faults().forEach(in::warn);
        for (long thread : wanted.stream().sorted(Long::compareUnsigned).toList()) {
            if (!seen.contains(thread)) {
                in.warn("stacks: " + Long.toHexString(thread) + " not in thread list");
                sound = false;
            }
        }
        return sound ? Status.OK : Status.ERROR;
    }

    private StackIndex gather() {
        if (in.has('f') && (!in.isLoop() || in.isLoopFirst())) {
            kernel.forget(StackIndex.class);
        }
        boolean[] made = {false};
        StackIndex index = StackIndex.of(kernel, in.target().vcpus(), (what, done, total) -> {
            if (!made[0] && in.has('v')) {
                in.warn("stacks: processing kernel threads");
            }
            made[0] = true;
            in.effort().advance(what, done, total);
        });
        if (made[0] && in.has('v')) {
            in.warn("stacks: " + index.groups().size() + " unique stacks / " + index.threads() + " threads");
            in.warn("stacks: done");
        }
        return index;
    }

    private void header() {
        if (!in.isPipeOutput()) {
            in.out().emit(new Emission.Header(line("THREAD", "STATE", "SOBJ", "COUNT")));
        }
    }

    private String line(String thread, String state, String object, String count) {
        int digits = layout.pointerDigits();
        return String.format(Locale.ROOT, "%-" + digits + "s %-8s %-" + digits + "s %8s", thread, state, object, count);
    }

    private void emit(StackGroup group, List<Long> shown) {
        if (in.isPipeOutput()) {
            for (long thread : in.has('a') ? shown : shown.subList(0, 1)) {
                in.out().emit(new Emission.Row(List.of(), Long.toHexString(thread), thread));
            }
            return;
        }
        if (in.has('a')) {
            header();
        }
        String state = (group.panic() ? "panic" : ThreadState.text(group.state())).toUpperCase(Locale.ROOT);
        String object = threads.syncObject(group.syncOperations())
                .map(kind -> kind == SyncObject.NONE ? "<NONE>" : kind.name())
                .orElse("??");
        var lines = new ArrayList<String>();
        for (long thread : in.has('a') ? shown : shown.subList(0, 1)) {
            String count = lines.isEmpty() ? Integer.toString(shown.size()) : "-";
            lines.add(line(Long.toHexString(thread), state, object, count));
        }
        stack(group.stack()).forEach(lines::add);
        List<Field> fields = List.of(
                new Field("thread", new Value.Address(shown.getFirst())),
                new Field("state", new Value.Text(state)),
                new Field("sobj", new Value.Text(object)),
                new Field("count", new Value.Quantity(shown.size())),
                new Field(
                        "threads",
                        new Value.Many(
                                shown.stream().<Value>map(Value.Address::new).toList())),
                new Field(
                        "stack",
                        new Value.Many(group.stack().returns().stream()
                                .<Value>map(pc -> new Value.SymbolRef(pc, layout.symbol(pc)))
                                .toList())));
        in.out().emit(new Emission.Row(fields, String.join("\n", lines) + "\n", shown.getFirst()));
    }

    private List<String> stack(ThreadStack stack) {
        String indent = " ".repeat(layout.pointerDigits() + 1);
        List<String> lines = new ArrayList<>();
        ThreadStack.Failure failure = stack.failure();
        if (failure != null) {
            lines.add(indent + "<" + failure.text() + ">");
        }
        stack.returns().forEach(pc -> lines.add(indent + layout.label(pc)));
        if (stack.truncated()) {
            lines.add(indent + "... truncated ...");
        }
        return lines;
    }
}
