package dev.xmdb.engine.output;

/** Nobody reads the output any more. Carries no stack trace; it stops the command that writes. */
public final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reason, for logs. */
    public OutputClosedException(String reason) {
        super(reason, null, false, false);
    }
}
