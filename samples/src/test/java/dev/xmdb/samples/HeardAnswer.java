package dev.xmdb.samples;

import java.util.List;
import java.util.Optional;

/** What was said to a question: its beginning, how long it was, and the first place with something that no answer has in it. */
final class HeardAnswer implements Appendable {
    /** Characters of the longest answer that may be given: a row for every entry of an image's page tables is half of it. */
    static final long LONGEST = 96L << 20;

    private static final int KEPT = 1 << 16;
    private static final int EXCERPT = 400;
    private static final List<String> FORBIDDEN =
            List.of("internal error", "Exception", "\tat ", "failed to allocate", "\u001b");

    private final StringBuilder beginning = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private long length;
    private Optional<String> forbidden = Optional.empty();

    @Override
    public HeardAnswer append(CharSequence text) {
        return append(text, 0, text.length());
    }

    @Override
    public HeardAnswer append(CharSequence text, int start, int end) {
        for (int i = start; i < end; i++) {
            append(text.charAt(i));
        }
        return this;
    }

    @Override
    public HeardAnswer append(char c) {
        length++;
        if (beginning.length() < KEPT) {
            beginning.append(c);
        }
        if (c == '\n') {
            look();
            line.setLength(0);
        } else {
            if (line.length() == KEPT) {
                look();
                // A word may lie across: its beginning is kept.
                line.delete(0, KEPT - EXCERPT);
            }
            line.append(c);
        }
        return this;
    }

    private void look() {
        if (forbidden.isEmpty()) {
            forbidden = FORBIDDEN.stream()
                    .filter(word -> line.indexOf(word) >= 0)
                    .findFirst()
                    .map(word -> word + " in: " + line.substring(0, Math.min(line.length(), EXCERPT)));
        }
    }

    /** Forgets all, for the next question. */
    void forget() {
        beginning.setLength(0);
        line.setLength(0);
        length = 0;
        forbidden = Optional.empty();
    }

    /** How many characters were said. */
    long length() {
        return length;
    }

    /** The first line with something in it that no answer has. */
    Optional<String> forbidden() {
        look();
        return forbidden;
    }

    /** The first of what was said, enough to tell what kind of answer it is. */
    String beginning() {
        return beginning.toString();
    }
}
