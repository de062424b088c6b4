package dev.xmdb.dcmds.core.rows;

import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.RowDcmd;
import java.util.function.Function;

/**
 * A command over rows, as data.
 *
 * @param spec the declaration
 * @param pass begins a pass
 */
record RowCommand(DcmdSpec spec, Function<Invocation, Rows> pass) implements RowDcmd {
    @Override
    public Rows open(Invocation invocation) {
        return pass.apply(invocation);
    }
}
