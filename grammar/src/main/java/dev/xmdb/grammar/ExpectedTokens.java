package dev.xmdb.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says in a few words which tokens could have come next. */
final class ExpectedTokens {

    /** Names in one message. */
    private static final int MAX_NAMES = 8;

    private ExpectedTokens() {}

    static String describe(IntervalSet types) {
        boolean operandWanted = types.contains(MdbLexer.NUMBER);
        boolean statementWanted = operandWanted && types.contains(MdbLexer.VERB);
        var words = new TreeSet<String>();
        var symbols = new TreeSet<String>();
        for (int type : types.toArray()) {
            String name = statementWanted && beginsOperand(type) ? "expression" : nameOf(type, operandWanted);
            (name.startsWith("\"") ? symbols : words).add(name);
        }
        var names = new ArrayList<String>(words);
        names.addAll(symbols);
        return join(names);
    }

    private static String join(List<String> names) {
        var text = new StringBuilder();
        int shown = Math.min(names.size(), MAX_NAMES);
        for (int i = 0; i < shown; i++) {
            if (i > 0) {
                text.append(i == names.size() - 1 ? " or " : ", ");
            }
            text.append(names.get(i));
        }
        return shown < names.size() ? text.append(", …").toString() : text.toString();
    }

    private static boolean beginsOperand(int type) {
        return switch (type) {
            case MdbLexer.NUMBER,
                    MdbLexer.RADIX_NUMBER,
                    MdbLexer.FLOAT,
                    MdbLexer.CHARACTER_CONSTANT,
                    MdbLexer.SYMBOL,
                    MdbLexer.VARIABLE,
                    MdbLexer.DOT,
                    MdbLexer.LEFT_PAREN,
                    MdbLexer.PLUS,
                    MdbLexer.CARET,
                    MdbLexer.AMPERSAND,
                    MdbLexer.MINUS,
                    MdbLexer.STAR,
                    MdbLexer.PERCENT,
                    MdbLexer.HASH,
                    MdbLexer.TILDE,
                    MdbLexer.SIZED_READ -> true;
            default -> false;
        };
    }

    private static String nameOf(int type, boolean operandWanted) {
        return switch (type) {
            case Token.EOF, MdbLexer.TERMINATOR -> "end of statement";
            case MdbLexer.NUMBER, MdbLexer.RADIX_NUMBER, MdbLexer.FLOAT -> "number";
            case MdbLexer.CHARACTER_CONSTANT -> "character constant";
            case MdbLexer.SYMBOL -> "symbol";
            case MdbLexer.VARIABLE -> "variable";
            case MdbLexer.DOT -> "\".\"";
            case MdbLexer.LEFT_PAREN -> "\"(\"";
            case MdbLexer.RIGHT_PAREN -> "\")\"";
            case MdbLexer.COMMA -> "\",\"";
            case MdbLexer.PLUS -> operandWanted ? "\"+\"" : "operator";
            case MdbLexer.CARET -> operandWanted ? "\"^\"" : "operator";
            case MdbLexer.AMPERSAND -> operandWanted ? "\"&\"" : "operator";
            case MdbLexer.MINUS, MdbLexer.STAR, MdbLexer.PERCENT, MdbLexer.HASH, MdbLexer.TILDE, MdbLexer.SIZED_READ ->
                operandWanted ? "prefix operator" : "operator";
            case MdbLexer.OR,
                    MdbLexer.EQUAL,
                    MdbLexer.NOT_EQUAL,
                    MdbLexer.SHIFT_LEFT,
                    MdbLexer.SHIFT_RIGHT,
                    MdbLexer.MODULUS -> "operator";
            case MdbLexer.VERB, MdbLexer.WRITE_OR_SEARCH -> "format verb";
            case MdbLexer.DCMD, MdbLexer.SHORT_DCMD, MdbLexer.DOLLAR -> "dcmd";
            case MdbLexer.ASSIGN, MdbLexer.ASSIGN_CAST -> "\">\"";
            case MdbLexer.PIPE -> "\"|\"";
            case MdbLexer.BANG -> "\"!\"";
            case MdbLexer.OPEN_BRACKET -> "\"$[\"";
            case MdbLexer.CLOSE_BRACKET -> "\"]\"";
            case MdbLexer.WORD -> "argument";
            case MdbLexer.REPEAT -> "repeat count";
            case MdbLexer.LETTER -> "format character";
            case MdbLexer.STRING -> "string";
            case MdbLexer.SHELL_TEXT -> "shell command";
            default -> MdbLexer.VOCABULARY.getDisplayName(type);
        };
    }
}
