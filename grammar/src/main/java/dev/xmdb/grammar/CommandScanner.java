package dev.xmdb.grammar;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;

/** Looks at the words of a line that may not be finished, without asking whether they make sense together. */
final class CommandScanner {

    private final String text;
    private final MdbLexer lexer;
    private String dcmd = "";
    private int arguments;

    private CommandScanner(String text) {
        this.text = text;
        this.lexer = CommandParser.lexer(text);
    }

    static List<Span> spans(String text) {
        MdbLexer lexer = CommandParser.lexer(text);
        var spans = new ArrayList<Span>();
        Token token = lexer.nextToken();
        while (token.getType() != Token.EOF) {
            spans.add(new Span(kindOf(token), token.getStartIndex(), token.getStopIndex() + 1));
            token = lexer.nextToken();
        }
        return spans;
    }

    static CursorWord wordAt(String text, int cursor) {
        return new CommandScanner(text.substring(0, Math.clamp(cursor, 0, text.length()))).lastWord();
    }

    private CursorWord lastWord() {
        Token last = null;
        int wordStart = 0;
        Token token = lexer.nextToken();
        while (token.getType() != Token.EOF) {
            boolean touchesWord =
                    last != null && last.getType() == MdbLexer.WORD && last.getStopIndex() + 1 == token.getStartIndex();
            if (!(touchesWord && isUnmatched(token))) {
                wordStart = token.getStartIndex();
                count(token);
            }
            last = token;
            token = lexer.nextToken();
        }
        return last != null && last.getStopIndex() + 1 == text.length() ? touching(last, wordStart) : fresh();
    }

    private void count(Token token) {
        switch (token.getType()) {
            case MdbLexer.DCMD -> {
                String name = token.getText();
                begin(name.substring(Math.max(name.lastIndexOf('`') + 1, 2)));
            }
            case MdbLexer.SHORT_DCMD, MdbLexer.ASSIGN, MdbLexer.ASSIGN_CAST -> begin(token.getText());
            case MdbLexer.DOLLAR -> begin("$?");
            case MdbLexer.WRITE_OR_SEARCH -> {
                String verb = token.getText();
                begin("" + verb.charAt(0) + verb.charAt(verb.length() - 1));
            }
            case MdbLexer.WORD, MdbLexer.CLOSE_BRACKET, MdbLexer.UNMATCHED_QUOTE, MdbLexer.UNMATCHED_DOUBLE_QUOTE ->
                arguments++;
            default -> {}
        }
    }

    private void begin(String name) {
        dcmd = name;
        arguments = 0;
    }

    /** The cursor stands right after a word, which may go on. */
    private CursorWord touching(Token last, int wordStart) {
        int end = text.length();
        String typed = text.substring(last.getStartIndex());
        return switch (last.getType()) {
            case MdbLexer.SYMBOL, MdbLexer.DOT -> word(CursorWord.Kind.SYMBOL, typed, last.getStartIndex());
            case MdbLexer.VARIABLE -> word(CursorWord.Kind.VARIABLE, typed.substring(1), last.getStartIndex() + 1);
            case MdbLexer.DCMD, MdbLexer.SHORT_DCMD, MdbLexer.DOLLAR, MdbLexer.UNNAMED_DCMD ->
                word(CursorWord.Kind.DCMD, typed, last.getStartIndex());
            case MdbLexer.WORD -> argument(Words.unquote(text.substring(wordStart)), wordStart, arguments - 1);
            case MdbLexer.UNMATCHED_QUOTE, MdbLexer.UNMATCHED_DOUBLE_QUOTE ->
                lexer._mode == MdbLexer.ARGUMENT
                        ? argument(Words.unquote(text.substring(wordStart)), wordStart, arguments - 1)
                        : word(CursorWord.Kind.OTHER, typed, last.getStartIndex());
            case MdbLexer.NUMBER,
                    MdbLexer.RADIX_NUMBER,
                    MdbLexer.FLOAT,
                    MdbLexer.MISSING_DIGITS,
                    MdbLexer.CHARACTER_CONSTANT -> word(CursorWord.Kind.OTHER, typed, last.getStartIndex());
            case MdbLexer.SHELL_TEXT -> word(CursorWord.Kind.SHELL, typed, last.getStartIndex());
            case MdbLexer.TERMINATOR ->
                typed.startsWith("//") && !typed.endsWith("\n") ? word(CursorWord.Kind.OTHER, "", end) : fresh();
            case MdbLexer.OTHER ->
                switch (typed) {
                    case "<" -> word(CursorWord.Kind.VARIABLE, "", end);
                    case ":" -> word(CursorWord.Kind.DCMD, typed, last.getStartIndex());
                    default -> fresh();
                };
            default -> fresh();
        };
    }

    /** A word begins at the cursor. */
    private CursorWord fresh() {
        return switch (lexer._mode) {
            case Lexer.DEFAULT_MODE, MdbLexer.EXPRESSION -> word(CursorWord.Kind.SYMBOL, "", text.length());
            case MdbLexer.FORMAT -> word(CursorWord.Kind.FORMAT, "", text.length());
            case MdbLexer.ARGUMENT -> argument("", text.length(), arguments);
            case MdbLexer.SHELL -> word(CursorWord.Kind.SHELL, "", text.length());
            default -> word(CursorWord.Kind.OTHER, "", text.length());
        };
    }

    private CursorWord argument(String typed, int start, int index) {
        return dcmd.startsWith(">") && index == 0
                ? word(CursorWord.Kind.VARIABLE, typed, start)
                : new CursorWord(CursorWord.Kind.ARGUMENT, typed, start, dcmd, index);
    }

    private static CursorWord word(CursorWord.Kind kind, String typed, int start) {
        return new CursorWord(kind, typed, start, "", 0);
    }

    private static boolean isUnmatched(Token token) {
        return token.getType() == MdbLexer.UNMATCHED_QUOTE || token.getType() == MdbLexer.UNMATCHED_DOUBLE_QUOTE;
    }

    private static Span.Kind kindOf(Token token) {
        return switch (token.getType()) {
            case MdbLexer.NUMBER, MdbLexer.RADIX_NUMBER, MdbLexer.FLOAT, MdbLexer.CHARACTER_CONSTANT ->
                Span.Kind.NUMBER;
            case MdbLexer.SYMBOL, MdbLexer.DOT -> Span.Kind.SYMBOL;
            case MdbLexer.VARIABLE -> Span.Kind.VARIABLE;
            case MdbLexer.VERB, MdbLexer.WRITE_OR_SEARCH, MdbLexer.ASSIGN, MdbLexer.ASSIGN_CAST -> Span.Kind.VERB;
            case MdbLexer.LETTER, MdbLexer.REPEAT -> Span.Kind.FORMAT;
            case MdbLexer.DCMD, MdbLexer.SHORT_DCMD, MdbLexer.DOLLAR -> Span.Kind.DCMD;
            case MdbLexer.WORD -> isQuoted(token.getText()) ? Span.Kind.STRING : Span.Kind.ARGUMENT;
            case MdbLexer.STRING -> Span.Kind.STRING;
            case MdbLexer.SHELL_TEXT -> Span.Kind.SHELL;
            case MdbLexer.COMMA, MdbLexer.PIPE, MdbLexer.BANG -> Span.Kind.SEPARATOR;
            case MdbLexer.TERMINATOR -> token.getText().startsWith("//") ? Span.Kind.COMMENT : Span.Kind.SEPARATOR;
            case MdbLexer.OTHER,
                    MdbLexer.UNNAMED_DCMD,
                    MdbLexer.MISSING_DIGITS,
                    MdbLexer.UNMATCHED_QUOTE,
                    MdbLexer.UNMATCHED_DOUBLE_QUOTE,
                    MdbLexer.UNMATCHED_BRACKET -> Span.Kind.ERROR;
            default -> Span.Kind.OPERATOR;
        };
    }

    private static boolean isQuoted(String word) {
        return word.startsWith("\"") || word.startsWith("'");
    }
}
