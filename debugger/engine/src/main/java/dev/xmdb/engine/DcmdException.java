package dev.xmdb.engine;

import java.util.Optional;
import java.util.function.Supplier;

/** A command's failure with a message for the user. Carries no stack trace. */
public final class DcmdException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Optional<String>> hint;

    /** Fails with a sentence, without the program's name. */
    public DcmdException(String message) {
        this(message, Optional::empty);
    }

    /**
     * Fails with a sentence, and has another one for a person.
     *
     * @param message the sentence, without the program's name
     * @param hint what may have been meant, asked for when the message is shown; see {@link Suggestions}
     */
    public DcmdException(String message, Supplier<Optional<String>> hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    /** A further message, to be shown after the first one. */
    public Optional<String> hint() {
        return hint.get();
    }
}
