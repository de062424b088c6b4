package dev.xmdb.dcmds.core.types;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A type or a member that is not there, whatever the address: there is no use in trying the next one of a pipe. Carries no stack trace.
 */
public final class MisnamedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Optional<String>> hint;

    /** Fails with a sentence. */
    public MisnamedException(String message) {
        this(message, Optional::empty);
    }

    /**
     * Fails with a sentence, and has another one for a person.
     *
     * @param hint what may have been meant, asked for when the message is shown
     */
    MisnamedException(String message, Supplier<Optional<String>> hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    /** A further message, to be shown after the first one. */
    Optional<String> hint() {
        return hint.get();
    }
}
