package dev.xmdb.shell;

/** What the program's exit status says. */
final class ExitStatus {
    /** All commands succeeded. */
    static final int SUCCESS = 0;

    /** A command failed; the rest still ran. */
    static final int COMMAND_FAILED = 1;

    /** The command line is wrong, or the image cannot be opened. */
    static final int REFUSED = 2;

    private ExitStatus() {}
}
