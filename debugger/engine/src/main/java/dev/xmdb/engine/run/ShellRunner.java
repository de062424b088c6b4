package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdException;
import java.io.IOException;

/** Runs {@code !} commands; whether they may run at all is its own affair. */
public interface ShellRunner {

    /** The status of a command that the user interrupted. */
    int INTERRUPTED = -1;

    /** Allows none. */
    ShellRunner NONE = new ShellRunner() {
        @Override
        public int run(String command) {
            throw new DcmdException("shell commands are not allowed here");
        }

        @Override
        public Feed feed(String command) {
            throw new DcmdException("shell commands are not allowed here");
        }
    };

    /**
     * Runs a command and waits for it, but not for what it leaves running.
     *
     * @return its exit status, or {@link #INTERRUPTED}
     * @throws DcmdException when it cannot be run
     */
    int run(String command);

    /**
     * Starts a command that reads what is appended to the feed.
     *
     * @throws DcmdException when it cannot be run
     */
    Feed feed(String command);

    /** Standard input of a running shell command. */
    interface Feed extends Appendable, AutoCloseable {

        /** Ends the input and waits for the command. */
        @Override
        void close() throws IOException;

        /** The command's exit status, or {@link #INTERRUPTED}, once the feed is closed. */
        int status();
    }
}
