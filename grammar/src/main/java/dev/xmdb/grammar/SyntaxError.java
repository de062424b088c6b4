package dev.xmdb.grammar;

/**
 * Why command text could not be parsed.
 *
 * @param message without position or program name, for example {@code syntax error: expecting: dcmd name, "!" or end of line}
 * @param token the offending text, empty at the end of input
 * @param position where it stands
 */
public record SyntaxError(String message, String token, Position position) {}
