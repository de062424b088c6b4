package dev.xmdb.engine.eval;

import dev.xmdb.grammar.Position;

/** An expression that is written wrongly in a way that only its evaluation shows, such as a digit too big for the radix. */
public final class InvalidExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String token;
    private final transient Position position;

    /**
     * A mistake.
     *
     * @param message what is wrong, without the program's name
     * @param token the offending text
     * @param position where it stands
     */
    public InvalidExpressionException(String message, String token, Position position) {
        super(message, null, false, false);
        this.token = token;
        this.position = position;
    }

    /** The offending text. */
    public String token() {
        return token;
    }

    /** Where it stands. */
    public Position position() {
        return position;
    }
}
