package dev.xmdb.dcmds.stacks;

import dev.xmdb.engine.output.Value;
import dev.xmdb.target.work.Effort;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * The threads of a guest in groups that are at the same place.
 *
 * @param <G> a group
 */
public interface GroupedStacks<G> {
    /** The groups in the order in which they are printed; gathered once and kept. */
    List<G> gather(Effort effort);

    /** Forgets what was gathered. */
    void forget();

    /** What was in the way of gathering, one sentence each. */
    List<String> faults();

    /** The threads of a group. */
    List<Long> threads(G group);

    /** What a group's threads do, in capitals. */
    String state(G group);

    /** What they wait for. */
    String object(G group);

    /** What follows the line of one of them in a list of all; empty where there is nothing to say. */
    default String note(G group, long thread) {
        return "";
    }

    /** Their stack, a line each. */
    List<String> stack(G group);

    /** Their stack as a value. */
    Value functions(G group);

    /** Why the stack is not whole, or that there is none; empty where it is. */
    String reason(G group);

    /** The code on their stack as it is shown: return addresses, and what was interrupted. */
    List<Long> places(G group);

    /** The same, each address by which the code is named: one inside the call where it is a return address. */
    List<Long> code(G group);

    /**
     * Whether code is that of a module.
     *
     * @throws dev.xmdb.engine.DcmdException when there is no such module
     */
    LongPredicate module(String name);

    /**
     * Whether a group's threads wait for a kind of object.
     *
     * @throws dev.xmdb.engine.DcmdException when there is no such kind
     */
    Predicate<G> waitsFor(String object);

    /**
     * Whether a group's threads are in a state.
     *
     * @throws dev.xmdb.engine.DcmdException when there is no such state
     */
    Predicate<G> isIn(String state);

    /** Whether a group is worth a look. */
    boolean isInteresting(G group);
}
