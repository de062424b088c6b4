package dev.xmdb.grammar;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one statement at a time. Nothing beyond a statement's terminator is looked at before it is asked for, and a
 * statement without end or with endless parentheses ends in a token that no rule accepts.
 */
final class StatementTokens implements TokenSource {

    /** Parentheses that may be open at once: each one costs the parser a few frames of stack. */
    static final int MAX_NESTING = 1000;

    /** Tokens of one statement. */
    static final int MAX_TOKENS = 1 << 16;

    private final MdbLexer lexer;
    private @Nullable Token first;
    private @Nullable Token end;
    private int count;
    private int nesting;

    StatementTokens(MdbLexer lexer) {
        this.lexer = lexer;
    }

    /** Goes to the next statement; false when no text is left. */
    boolean advance() {
        count = 0;
        nesting = 0;
        end = null;
        Token token = lexer.nextToken();
        first = token;
        return token.getType() != Token.EOF;
    }

    @Override
    public Token nextToken() {
        Token ended = end;
        if (ended != null) {
            return ended;
        }
        Token token = first;
        if (token == null) {
            token = lexer.nextToken();
        } else {
            first = null;
        }
        int type = token.getType();
        if (type == MdbLexer.TERMINATOR) {
            CommonToken ending = new CommonToken(token);
            ending.setType(Token.EOF);
            end = ending;
            return token;
        }
        if (type == Token.EOF) {
            if (!lexer._modeStack.isEmpty()) {
                token = retyped(token, MdbLexer.UNMATCHED_BRACKET);
            }
            end = token;
            return token;
        }
        if (type == MdbLexer.LEFT_PAREN) {
            nesting++;
        } else if (type == MdbLexer.RIGHT_PAREN) {
            nesting--;
        }
        if (nesting > MAX_NESTING) {
            token = retyped(token, MdbLexer.TOO_DEEP);
            end = token;
        } else if (++count > MAX_TOKENS) {
            token = retyped(token, MdbLexer.TOO_LONG);
            end = token;
        }
        return token;
    }

    private static Token retyped(Token token, int type) {
        CommonToken copy = new CommonToken(token);
        copy.setType(type);
        if (token.getType() == Token.EOF) {
            copy.setText("");
        }
        return copy;
    }

    @Override
    public int getLine() {
        return lexer.getLine();
    }

    @Override
    public int getCharPositionInLine() {
        return lexer.getCharPositionInLine();
    }

    @Override
    public CharStream getInputStream() {
        return lexer.getInputStream();
    }

    @Override
    public String getSourceName() {
        return lexer.getSourceName();
    }

    @Override
    public void setTokenFactory(TokenFactory<?> factory) {
        lexer.setTokenFactory(factory);
    }

    @Override
    public TokenFactory<?> getTokenFactory() {
        return lexer.getTokenFactory();
    }
}
