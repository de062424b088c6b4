package dev.xmdb.engine;

import java.util.Optional;
import java.util.function.Supplier;

/** A command's failure with a message for the user. Carries no stack trace. */
public final class DcmdException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Optional<String>> hint;
    private final boolean hopeless;

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
        this(message, hint, false);
    }

    private DcmdException(String message, Supplier<Optional<String>> hint, boolean hopeless) {
        super(message, null, false, false);
        this.hint = hint;
        this.hopeless = hopeless;
    }

    /** A failure that is the same whatever the address, such as a name that there is none of: it ends a loop, and a pipe. */
    public static DcmdException hopeless(String message, Supplier<Optional<String>> hint) {
        return new DcmdException(message, hint, true);
    }

    /** Whether there is no use in trying the next address. */
    public boolean isHopeless() {
        return hopeless;
    }

    /** A further message, to be shown after the first one. */
    public Optional<String> hint() {
        return hint.get();
    }
}
