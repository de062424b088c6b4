package dev.xmdb.engine;

import dev.xmdb.engine.output.Emission;

/**
 * A dcmd that works on the typed rows of the stage before it in a pipeline, where others receive one address after the other. The stage
 * before it emits what it would print: its header, and every row whole.
 */
public interface RowDcmd extends Dcmd {

    /**
     * Begins a pass over rows. Called once, before the first row, or at the end of a pipe that had none.
     *
     * @param invocation stays the same for the whole pass
     * @throws DcmdException to fail with a message, before any row is taken
     */
    Rows open(Invocation invocation);

    /**
     * Whether it wants rows; else it is run for each address, as other dcmds are.
     *
     * @param fedRows whether the stage before it is one that works on rows itself
     */
    default boolean takesRows(boolean fedRows) {
        return true;
    }

    /** Without a pipe there is nothing that it could work on. */
    @Override
    default Status run(Invocation invocation) {
        return Status.USAGE;
    }

    /** A pass over rows. */
    interface Rows {
        /** The header of the table that the rows are of; several when the stage before prints several tables. */
        void header(Emission.Header header);

        /**
         * Takes a row.
         *
         * @return {@link Status#DONE} when it wants no more
         */
        Status row(PipedRow row);

        /** There are no more rows. Not called after {@link Status#DONE}. */
        Status end();
    }
}
