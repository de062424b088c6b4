package dev.xmdb.grammar;

import org.jspecify.annotations.Nullable;

/** One statement: what stands between two newlines or semicolons. */
public sealed interface Statement {

    /** Where the statement begins. */
    Position position();

    /**
     * {@code [address][,count] pipeline [! shell]}.
     *
     * @param address the address, when one is written
     * @param count the count, when one is written
     * @param pipeline the commands
     * @param shell text after {@code !}, to which the pipeline's output goes
     * @param position where it begins
     */
    record Run(
            @Nullable Expression address,
            @Nullable Expression count,
            Pipeline pipeline,
            @Nullable String shell,
            Position position)
            implements Statement {}

    /**
     * {@code address}, {@code address,count} or {@code ,count} without a command: the previous command again at a new address, or
     * a value where only values are expected.
     *
     * @param address the address, when one is written; at least one of address and count is
     * @param count the count, when one is written
     * @param shell text after {@code !}, which only a statement with a count may have
     * @param position where it begins
     */
    record Naked(
            @Nullable Expression address,
            @Nullable Expression count,
            @Nullable String shell,
            Position position) implements Statement {}

    /**
     * {@code ! shell}.
     *
     * @param command text for the shell
     * @param position where it begins
     */
    record Shell(String command, Position position) implements Statement {}

    /**
     * Nothing before a newline.
     *
     * @param position where the terminator is
     */
    record Empty(Position position) implements Statement {}
}
