package dev.xmdb.target.guest;

/**
 * A guest was recognised, and something that has to be read of its kernel is missing or damaged: one sentence that says what. Carries no
 * stack trace.
 */
public final class GuestDamageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Damage that is one sentence. */
    public GuestDamageException(String message) {
        super(message, null, false, false);
    }
}
