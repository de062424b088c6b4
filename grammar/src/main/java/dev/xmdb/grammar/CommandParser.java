package dev.xmdb.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;

/** Parses command text. Stateless and thread-safe. */
public final class CommandParser {

    private CommandParser() {}

    /**
     * Parses any number of statements. Never throws, whatever the text: deep nesting and odd bytes end in a {@link SyntaxError}.
     *
     * @param text statements separated by newlines or semicolons; the last one needs no terminator. A newline or semicolon with
     *     nothing before it is a {@link Statement.Empty}, the empty string is no statement at all
     */
    public static ParsedInput parse(String text) {
        MdbLexer lexer = lexer(text);
        var tokens = new StatementTokens(lexer);
        var stream = new CommonTokenStream(tokens);
        var parser = new MdbParser(stream);
        parser.removeErrorListeners();
        parser.setErrorHandler(new StrictErrorStrategy());
        var builder = new SyntaxTreeBuilder();
        var statements = new ArrayList<Statement>();
        try {
            while (tokens.advance()) {
                stream.setTokenSource(tokens);
                statements.add(builder.statement(parseStatement(parser)));
            }
        } catch (SyntaxFailure failure) {
            return new ParsedInput(statements, Optional.of(failure.error()));
        } catch (StackOverflowError overflow) {
            // The bounds leave plenty of room on an ordinary stack; a thread with a tiny one still gets an answer.
            var position = new Position(lexer.getLine(), lexer.getCharPositionInLine());
            return new ParsedInput(
                    statements, Optional.of(new SyntaxError("expression is nested too deeply", "", position)));
        }
        return new ParsedInput(statements, Optional.empty());
    }

    /**
     * What is being typed at a place of a line that may not be finished. Never throws.
     *
     * @param text the line
     * @param cursor an offset into it; what stands after it is not looked at
     */
    public static CursorWord wordAt(String text, int cursor) {
        return CommandScanner.wordAt(text, cursor);
    }

    /**
     * The stretches of a line that may not be finished, in order. Never throws.
     *
     * @param text the line
     */
    public static List<Span> spans(String text) {
        return CommandScanner.spans(text);
    }

    /** The cheap prediction first; the full one has the last word on what is wrong. */
    private static MdbParser.StatementContext parseStatement(MdbParser parser) {
        try {
            parser.reset();
            parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
            return parser.statement();
        } catch (SyntaxFailure cheap) {
            parser.reset();
            parser.getInterpreter().setPredictionMode(PredictionMode.LL);
            return parser.statement();
        }
    }

    static MdbLexer lexer(String text) {
        var lexer = new MdbLexer(new TextStream(text));
        lexer.removeErrorListeners();
        return lexer;
    }
}
