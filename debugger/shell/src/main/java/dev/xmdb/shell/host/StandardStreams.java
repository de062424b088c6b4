package dev.xmdb.shell.host;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Three streams, unbuffered, and which of them are a terminal.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param inTerminal whether {@code in} is a terminal
 * @param outTerminal whether {@code out} is a terminal
 * @param errTerminal whether {@code err} is a terminal
 * @param inherited whether they are those of the process, so that a process it starts can have them
 */
public record StandardStreams(
        InputStream in,
        OutputStream out,
        OutputStream err,
        boolean inTerminal,
        boolean outTerminal,
        boolean errTerminal,
        boolean inherited) {

    /** System property in which the launcher lists terminals: {@code i}, {@code o} and {@code e} for the three streams. */
    private static final String TERMINALS = "xmdb.terminals";

    /** Those of this process. Without the launcher's word, all three are a terminal or none is. */
    public static StandardStreams ofProcess() {
        String terminals = Optional.ofNullable(System.getProperty(TERMINALS))
                .orElseGet(() -> Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .map(console -> "ioe")
                        .orElse(""));
        return new StandardStreams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                terminals.contains("i"),
                terminals.contains("o"),
                terminals.contains("e"),
                true);
    }

    /** Streams that are neither terminals nor the process's own. */
    public static StandardStreams of(InputStream in, OutputStream out, OutputStream err) {
        return new StandardStreams(in, out, err, false, false, false, false);
    }

    /** Whether somebody sits in front of them. */
    public boolean interactive() {
        return inTerminal && outTerminal;
    }
}
