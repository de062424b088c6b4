package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.SolarisModule;
import dev.xmdb.target.guest.solaris.thread.StackGroup;
import dev.xmdb.target.guest.solaris.thread.SyncObject;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.symbols.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Which groups of threads {@code ::stacks} prints. Of several arguments of the same option one must fit; all options that are given must
 * agree.
 */
final class StackFilter {
    private final Invocation in;
    private final SolarisGuest kernel;
    private final List<Predicate<StackGroup>> conditions = new ArrayList<>();

    private StackFilter(Invocation in, SolarisGuest kernel) {
        this.in = in;
        this.kernel = kernel;
        keepAndRemove('c', 'C', this::callers);
        keepAndRemove('m', 'M', this::module);
        keepAndRemove('s', 'S', this::waitsFor);
        keepAndRemove('t', 'T', StackFilter::state);
        if (in.has('i')) {
            Predicate<StackGroup> waiting = waitsFor("cv");
            conditions.add(group -> group.panic() || !waiting.test(group));
            conditions.add(state("free").negate());
        }
    }

    /**
     * What an invocation's options choose.
     *
     * @throws DcmdException when an argument means nothing
     */
    static Predicate<StackGroup> of(Invocation in, SolarisGuest kernel) {
        var filter = new StackFilter(in, kernel);
        return group -> filter.conditions.stream().allMatch(condition -> condition.test(group));
    }

    /** Makes a condition of an option's argument. */
    private interface Condition {
        Predicate<StackGroup> of(String argument);
    }

    private void keepAndRemove(char keep, char remove, Condition condition) {
        any(in.strings(keep), condition).ifPresent(conditions::add);
        any(in.strings(remove), condition).map(Predicate::negate).ifPresent(conditions::add);
    }

    private static Optional<Predicate<StackGroup>> any(List<String> arguments, Condition condition) {
        return arguments.stream().map(condition::of).reduce(Predicate::or);
    }

    private static Predicate<StackGroup> returnsTo(LongPredicate code) {
        return group -> group.stack().returns().stream().anyMatch(code::test);
    }

    /** A function stands for all of its code, any other address for itself. */
    private Predicate<StackGroup> callers(String argument) {
        long address;
        try {
            address = in.session().evaluate(argument, 0);
        } catch (DcmdException unknown) {
            throw new DcmdException("stacks: evaluation of \"" + argument + "\" failed: " + unknown.getMessage());
        }
        Optional<Symbol> function = kernel.symbols().merged().at(address).filter(symbol -> symbol.value() == address);
        long size = function.map(symbol -> Math.max(1, symbol.size())).orElse(1L);
        return returnsTo(pc -> Long.compareUnsigned(pc - address, size) < 0);
    }

    private Predicate<StackGroup> module(String argument) {
        SolarisModule module = kernel.modules().stream()
                .filter(each -> each.name().equals(argument))
                .findFirst()
                .orElseThrow(() -> new DcmdException("stacks: module \"" + argument + "\" is unknown"));
        return returnsTo(module.text()::contains);
    }

    private Predicate<StackGroup> waitsFor(String argument) {
        if (argument.equalsIgnoreCase("all")) {
            return group -> group.syncOperations() != 0;
        }
        SyncObject kind = SyncObject.named(argument)
                .orElseThrow(() -> new DcmdException("sobj type \"" + argument + "\" not recognized"));
        Threads threads = Threads.of(kernel);
        return group -> group.syncOperations() != 0
                && threads.syncObject(group.syncOperations()).equals(Optional.of(kind));
    }

    private static Predicate<StackGroup> state(String argument) {
        if (argument.equalsIgnoreCase("panic")) {
            return StackGroup::panic;
        }
        ThreadState state = ThreadState.named(argument)
                .orElseThrow(() -> new DcmdException("tstate \"" + argument + "\" not recognized"));
        return group -> !group.panic() && group.state() == state.value();
    }
}
