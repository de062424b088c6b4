package dev.xmdb.engine;

import dev.xmdb.target.Target;
import dev.xmdb.target.work.Effort;
import java.util.OptionalLong;

/** One walk: what is walked, from where, and where the addresses go. */
public interface Walk {

    /** What is walked. */
    Target target();

    /** The starting address, when one was given. */
    OptionalLong start();

    /**
     * Takes an address. Throws when the user has interrupted the walk.
     *
     * @return false when no more are wanted
     */
    boolean deliver(long address);

    /** What a long search for the next address reports to; throws when the user has interrupted the walk. */
    Effort effort();

    /** A message for the user, without the program's name, for a walk that goes on or ends early; the walk counts as failed. */
    void warn(String message);
}
