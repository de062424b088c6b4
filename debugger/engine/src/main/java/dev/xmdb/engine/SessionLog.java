package dev.xmdb.engine;

import java.util.Optional;

/** A file that gets a copy of what a terminal shows: what is typed, what is printed, what is told. */
public interface SessionLog {

    /** None, and none can be had. */
    SessionLog NONE = new SessionLog() {
        @Override
        public Optional<String> file() {
            return Optional.empty();
        }

        @Override
        public boolean enabled() {
            return false;
        }

        @Override
        public void enable(String file) {
            throw new DcmdException("failed to open " + file + ": logs cannot be written here");
        }

        @Override
        public void enable() {}

        @Override
        public void disable() {}

        @Override
        public void input(String line) {}
    };

    /** The file that was chosen last. */
    Optional<String> file();

    /** Whether it gets anything now. */
    boolean enabled();

    /**
     * Begins to write at the end of a file, which is made when there is none; another log ends.
     *
     * @throws DcmdException when it cannot be written, or is not a regular file
     */
    void enable(String file);

    /**
     * Goes on with the file that was chosen last.
     *
     * @throws DcmdException when it cannot be written any more
     */
    void enable();

    /** Ends the log; everything is in its file then. */
    void disable();

    /** A line of commands that is about to be run. */
    void input(String line);
}
