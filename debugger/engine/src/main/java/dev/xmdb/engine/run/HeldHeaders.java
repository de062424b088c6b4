package dev.xmdb.engine.run;

import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Headers that wait for what belongs below them, so that a command which fails at once prints its message and no header. One for all runs
 * of a loop.
 */
final class HeldHeaders {
    private final List<Emission> held = new ArrayList<>();
    private boolean anything;

    /** Takes what a command emits: a header waits until something other follows it. */
    void emit(Emission emission, Consumer<Emission> out) {
        if (emission instanceof Emission.Header) {
            held.add(emission);
            return;
        }
        anything = true;
        release(out);
        out.accept(emission);
    }

    /** A run has ended: a header without rows is shown unless that is all that a run which failed has brought. */
    void end(Status status, Consumer<Emission> out) {
        if (status.succeeded() || anything) {
            release(out);
        }
    }

    private void release(Consumer<Emission> out) {
        var headers = List.copyOf(held);
        held.clear();
        headers.forEach(out);
    }
}
