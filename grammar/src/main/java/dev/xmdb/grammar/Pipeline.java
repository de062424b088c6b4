package dev.xmdb.grammar;

import java.util.List;

/**
 * Commands joined by {@code |}; each one's values become the addresses of the next.
 *
 * @param commands at least one
 */
public record Pipeline(List<Command> commands) {
    /** Copies the list. */
    public Pipeline {
        commands = List.copyOf(commands);
    }
}
