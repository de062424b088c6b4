package dev.xmdb.dcmds.pattern;

import dev.xmdb.engine.DcmdException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Parses an extended regular expression of POSIX. */
final class PatternParser {
    private static final int MOST_REPETITIONS = 255;
    private static final int DEEPEST = 100;
    private static final Map<String, IntPredicate> CLASSES = Map.ofEntries(
            Map.entry("alnum", Character::isLetterOrDigit),
            Map.entry("alpha", Character::isLetter),
            Map.entry("blank", c -> c == ' ' || c == '\t'),
            Map.entry("cntrl", Character::isISOControl),
            Map.entry("digit", c -> c >= '0' && c <= '9'),
            Map.entry("graph", c -> c > ' ' && c < 0x7f),
            Map.entry("lower", Character::isLowerCase),
            Map.entry("print", c -> c >= ' ' && c < 0x7f),
            Map.entry("punct", c -> c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c)),
            Map.entry("space", Character::isWhitespace),
            Map.entry("upper", Character::isUpperCase),
            Map.entry("xdigit", c -> Character.digit(c, 16) >= 0 && c < 0x7f));

    private final String text;
    private int at;
    private int depth;

    private PatternParser(String text) {
        this.text = text;
    }

    /**
     * Parses an expression.
     *
     * @throws DcmdException saying what is wrong with it
     */
    static Node parse(String text) {
        var parser = new PatternParser(text);
        return parser.choice();
    }

    private DcmdException wrong(String what) {
        return new DcmdException("invalid regular expression \"" + text + "\": " + what);
    }

    private boolean more() {
        return at < text.length();
    }

    private boolean take(char expected) {
        if (more() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private Node choice() {
        if (++depth > DEEPEST) {
            throw wrong("it is nested too deeply");
        }
        List<Node> parts = new ArrayList<>();
        do {
            parts.add(sequence());
        } while (take('|'));
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Node.Choice(parts);
    }

    private Node sequence() {
        List<Node> parts = new ArrayList<>();
        while (more() && text.charAt(at) != '|' && !(text.charAt(at) == ')' && depth > 1)) {
            parts.add(repeated(atom()));
        }
        return new Node.Sequence(parts);
    }

    private Node repeated(Node atom) {
        Node node = atom;
        for (int operators = 0; more(); operators++) {
            if (operators > DEEPEST) {
                throw wrong("it is nested too deeply");
            }
            char operator = text.charAt(at);
            if (operator == '*') {
                node = new Node.Repeated(node, 0, -1);
            } else if (operator == '+') {
                node = new Node.Repeated(node, 1, -1);
            } else if (operator == '?') {
                node = new Node.Repeated(node, 0, 1);
            } else if (operator == '{' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
                at++;
                node = counted(node);
            } else {
                break;
            }
            at++;
        }
        return node;
    }

    /** Leaves the closing brace to be taken. */
    private Node counted(Node node) {
        int least = number();
        int most = least;
        if (take(',')) {
            most = more() && Character.isDigit(text.charAt(at)) ? number() : -1;
        }
        if (!more() || text.charAt(at) != '}' || (most >= 0 && most < least)) {
            throw wrong("invalid repetition count");
        }
        return new Node.Repeated(node, least, most);
    }

    private int number() {
        int value = 0;
        while (more() && Character.isDigit(text.charAt(at))) {
            value = 10 * value + (text.charAt(at++) - '0');
            if (value > MOST_REPETITIONS) {
                throw wrong("more than " + MOST_REPETITIONS + " repetitions");
            }
        }
        return value;
    }

    private Node atom() {
        char c = text.charAt(at++);
        return switch (c) {
            case '(' -> {
                Node inner = choice();
                if (!take(')')) {
                    throw wrong("parentheses imbalance");
                }
                yield inner;
            }
            case '.' -> new Node.One(any -> true);
            case '^' -> new Node.Beginning();
            case '$' -> new Node.Ending();
            case '[' -> new Node.One(set());
            case ')' -> throw wrong("parentheses imbalance");
            case '*', '+', '?' -> throw wrong("nothing to repeat before '" + c + "'");
            case '\\' -> {
                if (!more()) {
                    throw wrong("trailing backslash");
                }
                char quoted = text.charAt(at++);
                yield new Node.One(other -> other == quoted);
            }
            default -> new Node.One(other -> other == c);
        };
    }

    private IntPredicate set() {
        boolean negated = take('^');
        IntPredicate set = c -> false;
        boolean first = true;
        while (true) {
            if (!more()) {
                throw wrong("brackets imbalance");
            }
            if (text.charAt(at) == ']' && !first) {
                at++;
                break;
            }
            first = false;
            set = set.or(text.startsWith("[:", at) ? named() : range());
        }
        return negated ? set.negate() : set;
    }

    private IntPredicate named() {
        int end = text.indexOf(":]", at);
        IntPredicate known = end < 0 ? null : CLASSES.get(text.substring(at + 2, end));
        if (known == null) {
            throw wrong("unknown character class");
        }
        at = end + 2;
        return known;
    }

    private IntPredicate range() {
        char low = text.charAt(at++);
        boolean isRange = at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']';
        if (!isRange) {
            return c -> c == low;
        }
        char high = text.charAt(at + 1);
        at += 2;
        if (high < low) {
            throw wrong("invalid range");
        }
        return c -> c >= low && c <= high;
    }
}
