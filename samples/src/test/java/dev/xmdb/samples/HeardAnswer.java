package dev.xmdb.samples;

import java.util.List;
import java.util.Optional;

/** What was said to a question: its beginning, how long it was, and the first place with something that no answer has in it. */
final class HeardAnswer implements Appendable {
    /** Characters of the longest answer that may be given: a row for every entry of an image's page tables is half of it. */
    static final long LONGEST = 96L << 20;

    private static final int KEPT = 1 << 16;
    private static final int EXCERPT = 400;
    /** Longer than any of the words. */
    private static final int OVERLAP = 32;

    private static final List<String> FORBIDDEN =
            List.of("internal error", "Exception", "\tat ", "failed to allocate", "\u001b");

    private final StringBuilder beginning = new StringBuilder();
    /** What was not looked at yet, and a little before it: a word may lie across. */
    private final StringBuilder last = new StringBuilder();

    private long length;
    private Optional<String> forbidden = Optional.empty();

    @Override
    public HeardAnswer append(CharSequence text) {
        return append(text, 0, text.length());
    }

    @Override
    public HeardAnswer append(CharSequence text, int start, int end) {
        length += end - start;
        if (beginning.length() < KEPT) {
            beginning.append(text, start, Math.min(end, start + KEPT - beginning.length()));
        }
        last.append(text, start, end);
        if (last.length() >= KEPT) {
            look();
            last.delete(0, last.length() - OVERLAP);
        }
        return this;
    }

    @Override
    public HeardAnswer append(char c) {
        return append(String.valueOf(c));
    }

    private void look() {
        if (forbidden.isEmpty()) {
            forbidden = FORBIDDEN.stream()
                    .filter(word -> last.indexOf(word) >= 0)
                    .findFirst()
                    .map(word -> word + " in: " + excerpt(last.indexOf(word)));
        }
    }

    private String excerpt(int at) {
        return last.substring(Math.max(0, at - EXCERPT / 2), Math.min(last.length(), at + EXCERPT / 2));
    }

    /** Forgets all, for the next question. */
    void forget() {
        beginning.setLength(0);
        last.setLength(0);
        length = 0;
        forbidden = Optional.empty();
    }

    /** How many characters were said. */
    long length() {
        return length;
    }

    /** The first place with something that no answer has. */
    Optional<String> forbidden() {
        look();
        return forbidden;
    }

    /** The first of what was said, enough to tell what kind of answer it is. */
    String beginning() {
        return beginning.toString();
    }
}
