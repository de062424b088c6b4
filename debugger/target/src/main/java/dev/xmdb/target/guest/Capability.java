package dev.xmdb.target.guest;

/**
 * Something that a debugger can do with a guest, and what it rests on. What is lost costs what rests on it and nothing else.
 *
 * @param name what it is, for example {@code symbols}
 * @param state whether it is there
 * @param how what was found, how and where; or why it is not there
 */
public record Capability(String name, State state, String how) {

    /** Whether something is there. */
    public enum State {
        /** Found, and proven by something else in the image where that is possible. */
        FOUND("found"),
        /** Taken from what is known of similar guests. */
        GUESSED("guessed"),
        /** This guest has nothing of the kind. */
        NONE("none"),
        /** There should be something, and it cannot be used. */
        LOST("lost");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** In a word. */
        public String word() {
            return word;
        }
    }
}
