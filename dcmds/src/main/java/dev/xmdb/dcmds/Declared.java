package dev.xmdb.dcmds;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import java.util.function.Function;

/**
 * A dcmd as data: its declaration beside the method that runs it. Arguments are wrong usage where none are declared.
 *
 * @param spec the declaration
 * @param body what it does
 */
public record Declared(DcmdSpec spec, Function<Invocation, Status> body) implements Dcmd {
    @Override
    public Status run(Invocation invocation) {
        boolean takesNone = spec.operands().isEmpty() && !spec.parsesItself();
        return takesNone && !invocation.arguments().isEmpty() ? Status.USAGE : body.apply(invocation);
    }
}
