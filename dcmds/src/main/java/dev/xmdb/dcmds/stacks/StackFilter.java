package dev.xmdb.dcmds.stacks;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.target.symbols.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Which groups of threads {@code ::stacks} prints. Of several arguments of the same option one must fit; all options that are given must
 * agree.
 */
final class StackFilter<G> {
    private final Invocation in;
    private final GroupedStacks<G> stacks;
    private final List<Predicate<G>> conditions = new ArrayList<>();

    private StackFilter(Invocation in, GroupedStacks<G> stacks) {
        this.in = in;
        this.stacks = stacks;
        keepAndRemove('c', 'C', this::callers);
        keepAndRemove('m', 'M', module -> calls(stacks.module(module)));
        keepAndRemove('s', 'S', stacks::waitsFor);
        keepAndRemove('t', 'T', stacks::isIn);
        if (in.has('i')) {
            conditions.add(stacks::isInteresting);
        }
    }

    /**
     * What an invocation's options choose.
     *
     * @throws DcmdException when an argument means nothing
     */
    static <G> Predicate<G> of(Invocation in, GroupedStacks<G> stacks) {
        var filter = new StackFilter<>(in, stacks);
        return group -> filter.conditions.stream().allMatch(condition -> condition.test(group));
    }

    private void keepAndRemove(char keep, char remove, Function<String, Predicate<G>> condition) {
        any(in.strings(keep), condition).ifPresent(conditions::add);
        any(in.strings(remove), condition).map(Predicate::negate).ifPresent(conditions::add);
    }

    private static <G> Optional<Predicate<G>> any(List<String> arguments, Function<String, Predicate<G>> condition) {
        return arguments.stream().map(condition).reduce(Predicate::or);
    }

    private Predicate<G> calls(LongPredicate code) {
        return group -> stacks.code(group).stream().anyMatch(code::test);
    }

    /** A function stands for all of its code, any other address for itself, as a stack shows it. */
    private Predicate<G> callers(String argument) {
        long address;
        try {
            address = in.session().evaluate(argument, 0);
        } catch (DcmdException unknown) {
            throw new DcmdException("stacks: evaluation of \"" + argument + "\" failed: " + unknown.getMessage());
        }
        Optional<Symbol> function =
                in.target().guest().symbols().exactly(address).stream().findFirst();
        if (function.isEmpty()) {
            return group -> stacks.places(group).contains(address);
        }
        long size = Math.max(1, function.get().size());
        return calls(pc -> Long.compareUnsigned(pc - address, size) < 0);
    }
}
