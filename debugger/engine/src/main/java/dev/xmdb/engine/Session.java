package dev.xmdb.engine;

import dev.xmdb.target.Target;
import java.util.List;
import java.util.Optional;

/** What persists from one command to the next. */
public interface Session {

    /** The target; empty for a calculator. */
    Optional<Target> target();

    /** Every module, in load order. */
    List<DebuggerModule> modules();

    /** A dcmd by the name it is typed with, without {@code ::}: {@code status}, {@code $r}, {@code core`status}. */
    Optional<Dcmd> dcmd(String name);

    /** A walker by name. */
    Optional<Walker> walker(String name);

    /** Default radix of numbers, 2 to 16; 16 at the start. */
    int radix();

    /** Sets the default radix. */
    void radix(int radix);

    /** Dot. */
    long dot();

    /** Moves dot. */
    void dot(long address);

    /**
     * Evaluates an expression.
     *
     * @param expression its text
     * @param dot dot while it is evaluated
     * @throws DcmdException when it cannot be parsed or evaluated
     */
    long evaluate(String expression, long dot);

    /**
     * Runs commands as if they were typed, with output to the given invocation's output.
     *
     * @param commands their text
     * @param caller whose output and interruption they share
     */
    Status execute(String commands, Invocation caller);

    /** An address as {@code symbol+off}, or {@code 0xaddr} where no symbol covers it. */
    String label(long address);

    /** Asks the shell to end the session after this command. */
    void quit();
}
