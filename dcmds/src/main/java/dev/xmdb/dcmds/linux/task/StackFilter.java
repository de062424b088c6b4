package dev.xmdb.dcmds.linux.task;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.thread.TaskGroup;
import dev.xmdb.target.guest.linux.thread.TaskStack;
import dev.xmdb.target.symbols.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Which groups of tasks {@code ::stacks} prints. Of several arguments of the same option one must fit; all options that are given must
 * agree.
 */
final class StackFilter {
    private static final Set<StateWord> USUAL =
            Set.of(StateWord.SLEEP, StateWord.IDLE, StateWord.PARKED, StateWord.ZOMBIE, StateWord.DEAD);

    private final Invocation in;
    private final LinuxGuest guest;
    private final List<Predicate<TaskGroup>> conditions = new ArrayList<>();

    private StackFilter(Invocation in, LinuxGuest guest) {
        this.in = in;
        this.guest = guest;
        keepAndRemove('c', 'C', this::callers);
        keepAndRemove('m', 'M', this::module);
        keepAndRemove('t', 'T', StackFilter::state);
        if (in.has('i')) {
            conditions.add(StackFilter::isInteresting);
        }
    }

    /**
     * What an invocation's options choose.
     *
     * @throws DcmdException when an argument means nothing
     */
    static Predicate<TaskGroup> of(Invocation in, LinuxGuest guest) {
        var filter = new StackFilter(in, guest);
        return group -> filter.conditions.stream().allMatch(condition -> condition.test(group));
    }

    private static boolean isInteresting(TaskGroup group) {
        return !USUAL.contains(StateWord.of(group.state(), group.running()))
                && !group.tasks().stream().allMatch(LinuxTask::idle);
    }

    private void keepAndRemove(char keep, char remove, Function<String, Predicate<TaskGroup>> condition) {
        any(in.strings(keep), condition).ifPresent(conditions::add);
        any(in.strings(remove), condition).map(Predicate::negate).ifPresent(conditions::add);
    }

    private static Optional<Predicate<TaskGroup>> any(
            List<String> arguments, Function<String, Predicate<TaskGroup>> condition) {
        return arguments.stream().map(condition).reduce(Predicate::or);
    }

    private static Predicate<TaskGroup> calls(LongPredicate code) {
        return group -> group.stack().frames().stream()
                .mapToLong(frame -> frame.afterCall() ? frame.pc() - 1 : frame.pc())
                .anyMatch(code);
    }

    /** A function stands for all of its code, any other address for itself. */
    private Predicate<TaskGroup> callers(String argument) {
        long address;
        try {
            address = in.session().evaluate(argument, 0);
        } catch (DcmdException unknown) {
            throw new DcmdException("stacks: evaluation of \"" + argument + "\" failed: " + unknown.getMessage());
        }
        Optional<Symbol> function = guest.symbols().exactly(address).stream().findFirst();
        if (function.isEmpty()) {
            return group -> group.stack().frames().stream().anyMatch(frame -> frame.pc() == address);
        }
        long size = Math.max(1, function.get().size());
        return calls(pc -> Long.compareUnsigned(pc - address, size) < 0);
    }

    private Predicate<TaskGroup> module(String argument) {
        LinuxModule module = guest.modules()
                .named(argument)
                .orElseThrow(() -> new DcmdException("stacks: module \"" + argument + "\" is unknown"));
        return calls(module::hasCode);
    }

    private static Predicate<TaskGroup> state(String argument) {
        if (argument.equalsIgnoreCase("user")) {
            return group -> group.stack().origin() == TaskStack.Origin.USER_MODE;
        }
        StateWord.check(argument);
        return group -> StateWord.of(group.state(), group.running()).is(argument);
    }
}
