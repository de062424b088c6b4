package dev.xmdb.engine;

import dev.xmdb.engine.output.Output;
import dev.xmdb.target.Target;
import dev.xmdb.target.work.Effort;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

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

    /** Every value that came through the pipe, for a dcmd that declares that it gathers them; none when the address was typed. */
    List<Long> piped();

    /** Whether the output goes to another dcmd. */
    boolean isPipeOutput();

    /** Whether a flag was given. */
    boolean has(char letter);

    /** The argument of a number option. */
    OptionalLong number(char letter);

    /** The argument of a string option. */
    Optional<String> string(char letter);

    /** Every argument of a string option that may be repeated, in order. */
    List<String> strings(char letter);

    /** What follows the options. */
    List<DcmdArgument> arguments();

    /**
     * The value of an argument: an immediate's own, or that of the expression that a word spells.
     *
     * @throws DcmdException when the word cannot be evaluated
     */
    default long value(DcmdArgument argument) {
        return switch (argument) {
            case DcmdArgument.Immediate(long value) -> value;
            case DcmdArgument.Word(String text) -> session().evaluate(text, address());
        };
    }

    /**
     * Something that lives from the first run of a loop (a count, or values from a pipe) to the last one, for a dcmd that must remember
     * what it saw: made by the first run that asks, the same object for the later ones.
     *
     * @param type its class, for the cast
     * @param make makes it
     */
    <T> T loopState(Class<T> type, Supplier<T> make);

    /** Where output goes. */
    Output out();

    /** Passes on a row of an earlier stage's as it is. */
    void pass(PipedRow row);

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

    /** What a long computation of the target reports to; throws when the user has interrupted the command. */
    default Effort effort() {
        return (what, done, total) -> {
            checkInterrupted();
            progress(what, done, total);
        };
    }
}
