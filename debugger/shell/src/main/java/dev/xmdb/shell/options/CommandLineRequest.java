package dev.xmdb.shell.options;

/** What a command line turned out to be. */
public sealed interface CommandLineRequest {

    /**
     * Debug.
     *
     * @param options how
     */
    record Run(Options options) implements CommandLineRequest {}

    /**
     * Print something and leave: help or the version.
     *
     * @param text what to print
     */
    record Print(String text) implements CommandLineRequest {}

    /**
     * The command line is wrong.
     *
     * @param reason why, in one line
     */
    record Refuse(String reason) implements CommandLineRequest {}
}
