package dev.xmdb.target.types;

/** The guest's types do not say what was asked: which name, and why. Carries no stack trace. */
public final class TypeDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that is one sentence. */
    public TypeDataException(String message) {
        super(message, null, false, false);
    }
}
