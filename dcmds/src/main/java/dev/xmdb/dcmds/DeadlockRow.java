package dev.xmdb.dcmds;

import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.Deadlock;
import java.util.ArrayList;

/** The row for a circle of threads that wait for each other's locks. */
public final class DeadlockRow {
    private DeadlockRow() {}

    /**
     * The row: each thread, the lock that it waits for, and at the end the first thread again.
     *
     * @param threads the key of the threads, as this guest calls them
     */
    public static Emission.Row of(Deadlock deadlock, String threads) {
        var waiting = new ArrayList<Value>();
        var locks = new ArrayList<Value>();
        var text = new StringBuilder("deadlock: ");
        for (Deadlock.Link link : deadlock.links()) {
            waiting.add(new Value.Address(link.thread()));
            locks.add(new Value.Address(link.lock()));
            text.append(Long.toHexString(link.thread()))
                    .append(" -> ")
                    .append(Long.toHexString(link.lock()))
                    .append(" -> ");
        }
        text.append(Long.toHexString(deadlock.links().getFirst().thread()));
        return new Fields()
                .truth("deadlock", true)
                .add(threads, new Value.Many(waiting))
                .add("locks", new Value.Many(locks))
                .row(text.toString());
    }
}
