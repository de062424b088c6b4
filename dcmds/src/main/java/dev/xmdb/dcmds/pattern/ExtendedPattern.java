package dev.xmdb.dcmds.pattern;

import dev.xmdb.engine.DcmdException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An extended regular expression of POSIX. All ways to match are followed side by side, a character of the text at a time, so that no
 * expression takes long.
 */
public final class ExtendedPattern {
    private static final int MOST_STEPS = 20_000;

    private static final int MOST_WORK = 1 << 20;

    private final List<Step> steps = new ArrayList<>();
    private int work;

    /** A step of the machine that matches. */
    private sealed interface Step {}

    /** Goes on when the next character is one of these. */
    private record Take(IntPredicate accepts) implements Step {}

    /** Goes on at either place. */
    private static final class Fork implements Step {
        private int first;
        private int second;
    }

    /** Goes on at the beginning of the text, or at its end. */
    private record Edge(boolean beginning) implements Step {}

    private ExtendedPattern(Node node) {
        compile(node);
    }

    /**
     * Compiles an expression.
     *
     * @throws DcmdException saying what is wrong with it
     */
    public static ExtendedPattern of(String text) {
        return new ExtendedPattern(PatternParser.parse(text));
    }

    /** Whether it matches a part of a text. */
    public boolean find(String text) {
        return run(text, false);
    }

    /** Whether it matches all of a text. */
    public boolean matches(String text) {
        return run(text, true);
    }

    private int next() {
        if (++work > MOST_WORK || steps.size() > MOST_STEPS) {
            throw new DcmdException("invalid regular expression: it is too large");
        }
        return steps.size();
    }

    private void compile(Node node) {
        next();
        switch (node) {
            case Node.One(IntPredicate accepts) -> steps.add(new Take(accepts));
            case Node.Beginning() -> steps.add(new Edge(true));
            case Node.Ending() -> steps.add(new Edge(false));
            case Node.Sequence(List<Node> parts) -> parts.forEach(this::compile);
            case Node.Choice(List<Node> parts) -> {
                List<Fork> leaving = new ArrayList<>();
                for (Node part : parts.subList(0, parts.size() - 1)) {
                    Fork fork = fork();
                    fork.first = next();
                    compile(part);
                    leaving.add(fork());
                    fork.second = next();
                }
                compile(parts.getLast());
                leaving.forEach(fork -> leadTo(fork, next()));
            }
            case Node.Repeated repeated -> compile(repeated);
        }
    }

    private void compile(Node.Repeated repeated) {
        for (int i = 0; i < repeated.least(); i++) {
            compile(repeated.part());
        }
        if (repeated.most() < 0) {
            int again = next();
            Fork fork = fork();
            fork.first = next();
            compile(repeated.part());
            leadTo(fork(), again);
            fork.second = next();
            return;
        }
        List<Fork> leaving = new ArrayList<>();
        for (int i = repeated.least(); i < repeated.most(); i++) {
            Fork fork = fork();
            fork.first = next();
            compile(repeated.part());
            leaving.add(fork);
        }
        leaving.forEach(fork -> fork.second = next());
    }

    private Fork fork() {
        Fork fork = new Fork();
        steps.add(fork);
        return fork;
    }

    private static void leadTo(Fork fork, int place) {
        fork.first = place;
        fork.second = place;
    }

    private boolean run(String text, boolean whole) {
        BitSet current = new BitSet(steps.size() + 1);
        for (int at = 0; at <= text.length(); at++) {
            if (at == 0 || !whole) {
                reach(current, 0, at, text.length());
            }
            boolean matched = current.get(steps.size());
            if (matched && (!whole || at == text.length())) {
                return true;
            }
            if (at < text.length()) {
                current = after(current, text.charAt(at), at + 1, text.length());
            }
        }
        return false;
    }

    private BitSet after(BitSet current, char c, int at, int length) {
        BitSet following = new BitSet(steps.size() + 1);
        for (int place = current.nextSetBit(0);
                place >= 0 && place < steps.size();
                place = current.nextSetBit(place + 1)) {
            if (steps.get(place) instanceof Take(IntPredicate accepts) && accepts.test(c)) {
                reach(following, place + 1, at, length);
            }
        }
        return following;
    }

    /** Adds a place and all that are reached from it without a character. */
    private void reach(BitSet places, int from, int at, int length) {
        Deque<Integer> open = new ArrayDeque<>();
        open.push(from);
        while (!open.isEmpty()) {
            int place = open.pop();
            if (places.get(place)) {
                continue;
            }
            places.set(place);
            @Nullable Step step = place < steps.size() ? steps.get(place) : null;
            if (step instanceof Fork fork) {
                open.push(fork.second);
                open.push(fork.first);
            } else if (step instanceof Edge(boolean beginning) && at == (beginning ? 0 : length)) {
                open.push(place + 1);
            }
        }
    }
}
