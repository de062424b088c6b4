package dev.xmdb.dcmds;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import java.util.function.Function;

/**
 * A dcmd as data: its declaration beside the method that runs it.
 *
 * @param spec the declaration
 * @param body what it does
 */
public record Declared(DcmdSpec spec, Function<Invocation, Status> body) implements Dcmd {
    @Override
    public Status run(Invocation invocation) {
        return body.apply(invocation);
    }
}
