package dev.xmdb.grammar;

import org.antlr.v4.runtime.ANTLRErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/**
 * Stops at the first token that does not fit: none is invented, none is skipped.
 *
 * <p>It remembers the first decision after the token matched last. What could have come next is counted from there, so that the
 * operators, formats or words that were still possible are named along with the end of the statement.
 */
final class StrictErrorStrategy implements ANTLRErrorStrategy {

    private @Nullable ParserRuleContext decisionContext;
    private int decisionState;

    @Override
    public void reset(Parser parser) {
        decisionContext = null;
    }

    @Override
    public void sync(Parser parser) {
        if (decisionContext == null) {
            decisionContext = parser.getContext();
            decisionState = parser.getState();
        }
    }

    @Override
    public void reportMatch(Parser parser) {
        decisionContext = null;
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw failure(parser);
    }

    @Override
    public void reportError(Parser parser, RecognitionException exception) {
        throw failure(parser);
    }

    @Override
    public void recover(Parser parser, RecognitionException exception) {
        throw failure(parser);
    }

    @Override
    public boolean inErrorRecoveryMode(Parser parser) {
        return false;
    }

    private SyntaxFailure failure(Parser parser) {
        Token token = parser.getCurrentToken();
        String message = switch (token.getType()) {
            case MdbLexer.UNMATCHED_QUOTE -> "syntax error: ' unmatched";
            case MdbLexer.UNMATCHED_DOUBLE_QUOTE -> "syntax error: \" unmatched";
            case MdbLexer.UNMATCHED_BRACKET -> "syntax error: $[ unmatched";
            case MdbLexer.TOO_DEEP -> "expression is nested too deeply";
            case MdbLexer.TOO_LONG -> "statement is too long";
            default -> "";
        };
        if (!message.isEmpty()) {
            return new SyntaxFailure(message, token);
        }
        String wanted = token.getType() == MdbLexer.MISSING_DIGITS
                ? "digits after " + token.getText()
                : ExpectedTokens.describe(expected(parser));
        return new SyntaxFailure("syntax error", wanted, token);
    }

    private IntervalSet expected(Parser parser) {
        ParserRuleContext context = decisionContext;
        return context == null
                ? parser.getATN().getExpectedTokens(parser.getState(), parser.getContext())
                : parser.getATN().getExpectedTokens(decisionState, context);
    }
}
