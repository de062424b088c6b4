package dev.xmdb.grammar;

import java.util.List;

/**
 * Reads rows of one-character operands, infix operators and prefix operators by splitting at the loosest operator, the
 * rightmost one first, and writes them with all parentheses. It shares nothing with the parser: its table is the manual's.
 */
final class ReferencePrecedence {

    private static final List<List<String>> LOOSEST_FIRST = List.of(
            List.of("|"),
            List.of("^"),
            List.of("&"),
            List.of("==", "!="),
            List.of("<<", ">>"),
            List.of("+", "-"),
            List.of("*", "%", "#"),
            List.of("%%"));

    private ReferencePrecedence() {}

    /** {@code words} alternate: an operand (with its prefixes), an operator, an operand, … */
    static String parenthesized(List<String> words) {
        if (words.size() == 1) {
            return prefixed(words.getFirst());
        }
        for (List<String> level : LOOSEST_FIRST) {
            for (int i = words.size() - 2; i > 0; i -= 2) {
                if (level.contains(words.get(i))) {
                    return "(" + parenthesized(words.subList(0, i)) + words.get(i)
                            + parenthesized(words.subList(i + 1, words.size())) + ")";
                }
            }
        }
        throw new IllegalArgumentException("no operator in " + words);
    }

    private static String prefixed(String operand) {
        return operand.length() == 1 ? operand : operand.charAt(0) + "[" + prefixed(operand.substring(1)) + "]";
    }

    /** The same notation for a parsed tree. */
    static String parenthesized(Expression expression) {
        return switch (expression) {
            case Expression.IntegerLiteral literal -> literal.digits();
            case Expression.Next _ -> "+";
            case Expression.Previous _ -> "^";
            case Expression.LastAddress _ -> "&";
            case Expression.Dot _ -> ".";
            case Expression.Unary unary -> unary.operator().symbol() + "[" + parenthesized(unary.operand()) + "]";
            case Expression.Dereference read ->
                (read.space() == Verb.VIRTUAL ? "*" : "%") + "[" + parenthesized(read.operand()) + "]";
            case Expression.Binary binary ->
                "(" + parenthesized(binary.left()) + binary.operator().symbol() + parenthesized(binary.right()) + ")";
            default -> throw new IllegalArgumentException("not in this notation: " + expression);
        };
    }
}
