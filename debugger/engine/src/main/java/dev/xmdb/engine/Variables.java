package dev.xmdb.engine;

import java.util.List;
import java.util.OptionalLong;

/** The session's variables: the predefined ones, the registers of the first vCPU, and the user's own. */
public interface Variables {

    /**
     * A variable.
     *
     * @param name its name, without {@code <}
     * @param value its value now
     * @param tagged whether {@code ::typeset -t} marked it
     * @param readOnly whether it cannot be assigned
     * @param predefined whether the debugger made it, so that it cannot be removed
     */
    record Variable(String name, long value, boolean tagged, boolean readOnly, boolean predefined) {}

    /**
     * What a variable of a walk holds.
     *
     * @param name its name
     * @param value the value at hand
     */
    record Bound(String name, long value) {}

    /**
     * Makes a variable one of a walk that begins, creating it with value 0 when it does not exist: until {@link #unbind} every value in
     * the pipe has the variable's value of its own.
     *
     * @throws DcmdException when the name is not allowed or the variable is read-only
     */
    void bind(String name);

    /** Ends what {@link #bind} began; the variable keeps its value. */
    void unbind(String name);

    /** The variables of the walks that run, with their values now. */
    List<Bound> bound();

    /** Every variable in table order: predefined ones, registers, then the user's in order of creation. */
    List<Variable> all();

    /** A value; empty when there is no such variable. Narrow register names ({@code eax}) are found here and not in {@link #all}. */
    OptionalLong value(String name);

    /**
     * Assigns, creating the variable when it does not exist.
     *
     * @throws DcmdException when the name is not allowed or the variable is read-only
     */
    void set(String name, long value);

    /**
     * Tags or untags a variable, creating it with value 0 when it does not exist.
     *
     * @throws DcmdException when the name is not allowed or is a register's
     */
    void tag(String name, boolean tagged);

    /**
     * Removes a variable.
     *
     * @throws DcmdException when there is none of that name, or it is predefined
     */
    void remove(String name);
}
