package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.dcmds.stacks.GroupedStacks;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.SolarisModule;
import dev.xmdb.target.guest.solaris.thread.StackGroup;
import dev.xmdb.target.guest.solaris.thread.StackIndex;
import dev.xmdb.target.guest.solaris.thread.SyncObject;
import dev.xmdb.target.guest.solaris.thread.ThreadStack;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** The threads of a Solaris guest as {@code ::stacks} groups them. */
final class ThreadGroupStacks implements GroupedStacks<StackGroup> {
    private final SolarisGuest kernel;
    private final Threads threads;
    private final List<Vcpu> vcpus;
    private final Layout layout;

    ThreadGroupStacks(SolarisGuest kernel, List<Vcpu> vcpus, Layout layout) {
        this.kernel = kernel;
        this.threads = Threads.of(kernel);
        this.vcpus = vcpus;
        this.layout = layout;
    }

    private StackIndex index(Effort effort) {
        return StackIndex.of(kernel, vcpus, effort);
    }

    @Override
    public List<StackGroup> gather(Effort effort) {
        return index(effort).groups();
    }

    @Override
    public void forget() {
        kernel.forget(StackIndex.class);
    }

    @Override
    public List<String> faults() {
        return index(Effort.UNWATCHED).faults();
    }

    @Override
    public List<Long> threads(StackGroup group) {
        return group.threads();
    }

    @Override
    public String state(StackGroup group) {
        return (group.panic() ? "panic" : ThreadState.text(group.state())).toUpperCase(Locale.ROOT);
    }

    @Override
    public String object(StackGroup group) {
        return threads.syncObject(group.syncOperations())
                .map(kind -> kind == SyncObject.NONE ? "<NONE>" : kind.name())
                .orElse("??");
    }

    @Override
    public List<String> stack(StackGroup group) {
        ThreadStack stack = group.stack();
        List<String> lines = new ArrayList<>();
        ThreadStack.Failure failure = stack.failure();
        if (failure != null) {
            lines.add("<" + failure.text() + ">");
        }
        stack.returns().forEach(pc -> lines.add(layout.label(pc)));
        if (stack.truncated()) {
            lines.add("... truncated ...");
        }
        return lines;
    }

    @Override
    public String reason(StackGroup group) {
        ThreadStack stack = group.stack();
        ThreadStack.Failure failure = stack.failure();
        return failure != null ? failure.text() : stack.truncated() ? "truncated" : "";
    }

    @Override
    public Value functions(StackGroup group) {
        return new Value.Many(group.stack().returns().stream()
                .<Value>map(pc -> new Value.SymbolRef(pc, layout.symbol(pc)))
                .toList());
    }

    @Override
    public List<Long> places(StackGroup group) {
        return group.stack().returns();
    }

    @Override
    public List<Long> code(StackGroup group) {
        return group.stack().returns();
    }

    @Override
    public LongPredicate module(String name) {
        SolarisModule module = kernel.modules().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DcmdException("stacks: module \"" + name + "\" is unknown"));
        return module.text()::contains;
    }

    @Override
    public Predicate<StackGroup> waitsFor(String object) {
        if (object.equalsIgnoreCase("all")) {
            return group -> group.syncOperations() != 0;
        }
        SyncObject kind = SyncObject.named(object)
                .orElseThrow(() -> new DcmdException("sobj type \"" + object + "\" not recognized"));
        return group -> group.syncOperations() != 0
                && threads.syncObject(group.syncOperations()).equals(Optional.of(kind));
    }

    @Override
    public Predicate<StackGroup> isIn(String state) {
        if (state.equalsIgnoreCase("panic")) {
            return StackGroup::panic;
        }
        ThreadState wanted = ThreadState.named(state)
                .orElseThrow(() -> new DcmdException("tstate \"" + state + "\" not recognized"));
        return group -> !group.panic() && group.state() == wanted.value();
    }

    @Override
    public boolean isInteresting(StackGroup group) {
        return (group.panic() || !waitsFor("cv").test(group)) && !isIn("free").test(group);
    }
}
