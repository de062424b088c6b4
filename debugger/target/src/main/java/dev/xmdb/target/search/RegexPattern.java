package dev.xmdb.target.search;

import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression (of {@code java.util.regex}) over bytes, each a character from U+0000 to U+00FF. Matches do not overlap; empty ones
 * are none. A match that crosses from one piece of memory, a quarter of a mebibyte, into the next one is followed so far and no farther.
 */
public final class RegexPattern extends SearchPattern {
    private static final int CHECK_EVERY = 1 << 16;

    private final Pattern pattern;

    /**
     * An expression.
     *
     * @param expression the expression
     * @param ignoreCase whether letters of ASCII match in either case
     * @throws PatternSyntaxException when it is none
     */
    public RegexPattern(String expression, boolean ignoreCase) {
        pattern = Pattern.compile(expression, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    }

    @Override
    int reach() {
        return LONGEST;
    }

    @Override
    boolean exclusive() {
        return true;
    }

    @Override
    void find(Window window, Hits hits) {
        try {
            Matcher matcher = pattern.matcher(new Characters(window.bytes(), 0, window.total(), new int[1]));
            while (matcher.find() && matcher.start() < window.own()) {
                if (matcher.end() > matcher.start()) {
                    hits.add(window.address() + matcher.start(), matcher.end() - matcher.start());
                }
            }
        } catch (StackOverflowError tooDeep) {
            throw new SearchFailedException(String.format(
                    "the regular expression repeats a group too often in the memory at %x: "
                            + "use possessive quantifiers or a class of characters",
                    window.address()));
        }
    }

    /** Bytes as characters. An expression may take ages over them, so now and then it is asked whether anybody still waits. */
    private static final class Characters implements CharSequence {
        private final byte[] bytes;
        private final int from;
        private final int to;
        private final int[] reads;

        Characters(byte[] bytes, int from, int to, int[] reads) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
            this.reads = reads;
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if ((++reads[0] & (CHECK_EVERY - 1)) == 0 && Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the search was stopped");
            }
            return (char) Byte.toUnsignedInt(bytes[from + index]);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Characters(bytes, from + start, from + end, reads);
        }

        @Override
        public String toString() {
            return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}
