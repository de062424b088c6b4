package dev.xmdb.grammar;

/**
 * Why command text could not be parsed.
 *
 * @param message without position or program name, for example {@code syntax error}
 * @param expected what could have stood there instead, for example {@code dcmd, "!" or end of statement}; empty when the message says it
 * @param token the offending text, empty at the end of input
 * @param position where it stands
 */
public record SyntaxError(String message, String expected, String token, Position position) {
    /** An error whose message says all. */
    public SyntaxError(String message, String token, Position position) {
        this(message, "", token, position);
    }
}
