package dev.xmdb.dcmds.core.types;

import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import java.util.function.Function;

/** Commands that name types and members: a wrong name stops the pipeline, since it would be wrong for the next value too. */
final class Aborting {
    private Aborting() {}

    /** The same command, which stops the pipeline for a wrong name. */
    static Function<Invocation, Status> of(Function<Invocation, Status> body) {
        return in -> {
            try {
                return body.apply(in);
            } catch (MisnamedException failure) {
                in.warn(String.valueOf(failure.getMessage()));
                failure.hint().ifPresent(in::warn);
                return Status.ABORT;
            }
        };
    }
}
