package dev.xmdb.engine;

/** The user interrupted the running command. Carries no stack trace; only the session catches it. */
public final class InterruptedCommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean told;

    /** An interruption that the user is told of. */
    public InterruptedCommandException() {
        this(true);
    }

    private InterruptedCommandException(boolean told) {
        super("interrupted", null, false, false);
        this.told = told;
    }

    /** An interruption of something that was not ours, such as a shell's command: the user has seen it end. */
    public static InterruptedCommandException silent() {
        return new InterruptedCommandException(false);
    }

    /** Whether the user is to be told. */
    public boolean isTold() {
        return told;
    }
}
