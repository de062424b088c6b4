package dev.xmdb.engine;

/** The user interrupted the running command. Carries no stack trace; only the session catches it. */
public final class InterruptedCommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean told;
    private final boolean left;

    /** An interruption that the user is told of. */
    public InterruptedCommandException() {
        this(true, false);
    }

    private InterruptedCommandException(boolean told, boolean left) {
        super("interrupted", null, false, false);
        this.told = told;
        this.left = left;
    }

    /** An interruption of something that was not ours, such as a shell's command: the user has seen it end. */
    public static InterruptedCommandException silent() {
        return new InterruptedCommandException(false, false);
    }

    /** The user has seen enough of one command's output: what was typed after that command still runs. */
    public static InterruptedCommandException ofOneCommand() {
        return new InterruptedCommandException(false, true);
    }

    /** Whether only the command that was typed ends, and not the rest of its line. */
    public boolean isLeft() {
        return left;
    }

    /** Whether the user is to be told. */
    public boolean isTold() {
        return told;
    }
}
