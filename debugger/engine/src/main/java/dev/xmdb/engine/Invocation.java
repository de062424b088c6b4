package dev.xmdb.engine;

import dev.xmdb.engine.output.Output;
import dev.xmdb.target.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One run of a dcmd: where, with what options, and where its output goes. */
public interface Invocation {

    /** The session. */
    Session session();

    /**
     * The target.
     *
     * @throws DcmdException when the session has none
     */
    Target target();

    /** Whether an address was given, or came through a pipe. */
    boolean hasAddress();

    /** Dot: the address that was given, else the session's dot. */
    long address();

    /** The count that was given; 1 otherwise. For dcmds that take it as a length. */
    long count();

    /** Whether this is one of several runs (a count, or values from a pipe). */
    boolean isLoop();

    /** Whether this is the first of them. */
    boolean isLoopFirst();

    /** Whether the address came through a pipe. */
    boolean isPipeInput();

    /** Whether the output goes to another dcmd. */
    boolean isPipeOutput();

    /** Whether a flag was given. */
    boolean has(char letter);

    /** The argument of a number option. */
    OptionalLong number(char letter);

    /** The argument of a string option. */
    Optional<String> string(char letter);

    /** What follows the options. */
    List<DcmdArgument> arguments();

    /** Where output goes. */
    Output out();

    /** A message for the user, without the program's name; the command goes on. */
    void warn(String message);

    /** Throws when the user has interrupted the command; to be called in every long loop. */
    void checkInterrupted();

    /**
     * Reports progress of something long; shown on a terminal after one second.
     *
     * @param what what is being done, for example {@code searching}
     * @param done how much is done
     * @param total out of how much; 0 when not known
     */
    void progress(String what, long done, long total);
}
