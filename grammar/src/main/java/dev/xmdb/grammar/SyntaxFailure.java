package dev.xmdb.grammar;

import org.antlr.v4.runtime.Token;

/** Leaves the parse at the first error. */
final class SyntaxFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SyntaxError error;

    SyntaxFailure(String message, Token token) {
        this(message, "", token);
    }

    SyntaxFailure(String message, String expected, Token token) {
        // Where it was raised says nothing about the text, so there is no stack trace to fill.
        super(message, null, false, false);
        String text = token.getType() == Token.EOF ? "" : token.getText();
        this.error = new SyntaxError(message, expected, text, positionOf(token));
    }

    SyntaxError error() {
        return error;
    }

    static Position positionOf(Token token) {
        return new Position(token.getLine(), token.getCharPositionInLine());
    }
}
