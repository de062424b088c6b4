package dev.xmdb.shell;

import dev.xmdb.shell.host.StandardStreams;
import java.util.List;

/** Starts the program. */
public final class Main {
    private Main() {}

    /** Runs xmdb and leaves with its exit status. */
    public static void main(String[] arguments) {
        System.exit(new Xmdb(StandardStreams.ofProcess(), System.getenv()).run(List.of(arguments)));
    }
}
