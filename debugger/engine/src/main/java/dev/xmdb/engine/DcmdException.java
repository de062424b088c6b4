package dev.xmdb.engine;

/** A command's failure with a message for the user. Carries no stack trace. */
public final class DcmdException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Fails with a sentence, without the program's name. */
    public DcmdException(String message) {
        super(message, null, false, false);
    }
}
