package dev.xmdb.engine;

/** The user interrupted the running command. Carries no stack trace; only the session catches it. */
public final class InterruptedCommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An interruption. */
    public InterruptedCommandException() {
        super("interrupted", null, false, false);
    }
}
