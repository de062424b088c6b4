package dev.xmdb.engine;

import dev.xmdb.target.Target;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/** A lazy sequence of addresses. */
public interface Walker {

    /** The name that {@code ::walk} takes. */
    String name();

    /** One line for {@code ::walkers}. */
    String summary();

    /** Whether it takes a starting address. */
    AddressUse address();

    /**
     * Walks. Guest lists are cyclic and corrupt by assumption: an implementation bounds its steps and detects cycles itself.
     *
     * @param target what to walk
     * @param start the starting address, when one was given
     * @param sink receives each address; returns false to stop (cancelled, or enough)
     * @throws DcmdException when the walk cannot go on; what was delivered stands
     */
    void walk(Target target, OptionalLong start, LongPredicate sink);
}
