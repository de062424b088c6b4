package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdException;

/** Command text on its way through the interpreter. A macro may take the place of what is left of it. */
final class Input {
    /** Macros that walk a list take their own place once for every element; those that only run themselves end within a second. */
    private static final int MOST_REPLACEMENTS = 1 << 16;

    private final Sink sink;
    private InputText text;
    private int next;
    private int line;
    private int replacements;
    private boolean discarded;
    private boolean spoilt;

    Input(InputText text, Sink sink) {
        this.text = text;
        this.sink = sink;
    }

    InputText text() {
        return text;
    }

    /** Where output of its commands goes. */
    Sink sink() {
        return sink;
    }

    boolean hasNext() {
        return next < text.lines().size();
    }

    /** The next line. */
    String next() {
        discarded = false;
        line = text.firstLine() + next;
        return text.lines().get(next++);
    }

    /** Where the line that was taken last stands. */
    Place place() {
        return new Place(text.source(), line, 0);
    }

    /** Whether what was left of the line that was taken last is not to be run. */
    boolean isDiscarded() {
        return discarded;
    }

    /** Notes that something in it is wrong whatever dot is. */
    void spoil() {
        spoilt = true;
    }

    /** Whether it would fail in the same way with any other dot. */
    boolean isSpoilt() {
        return spoilt;
    }

    /** Discards all that is left. */
    void end() {
        next = text.lines().size();
        discarded = true;
    }

    /**
     * Puts a text in the place of all that is left.
     *
     * @throws DcmdException when that never seems to end
     */
    void become(InputText other) {
        if (++replacements > MOST_REPLACEMENTS) {
            end();
            throw new DcmdException(
                    "macro files replaced one another more than " + MOST_REPLACEMENTS + " times" + place().onLine());
        }
        text = other;
        next = 0;
        discarded = true;
    }
}
