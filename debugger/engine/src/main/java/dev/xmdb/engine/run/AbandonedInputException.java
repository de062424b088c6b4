package dev.xmdb.engine.run;

/** Leaves all inputs but the outermost: going on with any of them would only lead here again. */
final class AbandonedInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    AbandonedInputException(String message) {
        super(message, null, false, false);
    }
}
