package dev.xmdb.dcmds.core.types;

/**
 * A type or a member that is not there, whatever the address: there is no use in trying the next one of a pipe. Carries no stack trace.
 */
public final class MisnamedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MisnamedException(String message) {
        super(message, null, false, false);
    }
}
