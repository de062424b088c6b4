package dev.xmdb.engine;

/**
 * A debugger command. Stateless: everything it needs comes with the invocation, everything it has to say goes to the invocation's
 * output or warnings.
 */
public interface Dcmd {

    /** Its declaration, from which lookup, option parsing and help are made. */
    DcmdSpec spec();

    /**
     * Runs it once.
     *
     * @throws DcmdException to fail with a message; same as warning and returning {@link Status#ERROR}
     */
    Status run(Invocation invocation);
}
