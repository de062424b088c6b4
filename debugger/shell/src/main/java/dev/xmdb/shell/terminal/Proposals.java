package dev.xmdb.shell.terminal;

import java.util.List;
import org.jline.reader.Candidate;

/** What a completion proposes. Names may come from a guest: one that could not be typed, or would spoil the terminal, is left out. */
record Proposals(List<Candidate> candidates) {

    /**
     * Adds a proposal.
     *
     * @param value what would stand in the place of the word
     * @param group what it is, for the listing
     * @param description a few words; empty for none
     * @param ends whether nothing can follow it in the same word
     */
    void add(String value, String group, String description, boolean ends) {
        if (isTypeable(value)) {
            String shown = isTypeable(description) ? description : "";
            candidates.add(new Candidate(value, value, group, shown.isEmpty() ? null : shown, null, null, ends));
        }
    }

    /** The same for one that ends the word. */
    void add(String value, String group, String description) {
        add(value, group, description, true);
    }

    private static boolean isTypeable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
