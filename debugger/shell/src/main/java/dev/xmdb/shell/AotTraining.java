package dev.xmdb.shell;

import dev.xmdb.shell.host.StandardStreams;
import dev.xmdb.shell.options.CommandLineParser;
import dev.xmdb.shell.options.CommandLineRequest;
import dev.xmdb.shell.terminal.Repl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the build runs, once, to find out which classes people need first and which methods run often; never part of a debugging
 * session. It asks a tiny image, and those it is given, for status, registers, memory, both output forms, processes and stacks, from
 * options, from standard input and from a line at a terminal.
 */
final class AotTraining {
    private static final String TYPED = """
            ::status
            ::vcpus
            $r
            ffffffff81000000::vatopfn -v
            ffffffff81000000,20::dump
            ffffffff81000000,2/Kna
            *ffffffff81000000=K
            ::search -p -t "no such text"
            ::help vcpus
            ::nosuch
            1+=
            """;

    /** What somebody asks of a guest that is recognised. */
    private static final String ASKED = """
            ::status
            ::ps
            ::stacks
            ::cpustack -a
            ::cpuinfo
            ::threadlist
            ::modinfo
            ::msgbuf
            init_task::print struct task_struct
            init_task::whatis
            schedul=X
            ::search -p -t "no such text"
            """;

    private AotTraining() {}

    /**
     * Runs it, in a folder that is removed afterwards.
     *
     * @param images images of recognised guests; those that are not there are passed over
     */
    public static void main(String[] images) throws IOException {
        Path folder = Files.createTempDirectory("xmdb-training");
        Path image = folder.resolve("tiny.core");
        try {
            new TinyImage("Linux version 6.1.0 (nobody@example) #1 SMP\n").write(image);
            for (int round = 0; round < 3; round++) {
                run("", "-S", "-e", "::status", image.toString());
                run("", "-S", "-o", "jsonl", "-e", "::status", "-e", "::vcpus", image.toString());
                run(TYPED, "-S", image.toString());
                run("", "-e", "10=X");
            }
            for (String recognised : images) {
                run(ASKED, "-S", recognised);
                run("", "-S", "-o", "jsonl", "-e", "::ps", recognised);
            }
            if (CommandLineParser.parse(List.of("-S")) instanceof CommandLineRequest.Run calculator) {
                new Repl(streams(""), Map.of(), calculator.options(), Optional.empty())
                        .run(input("1=X\n::he\t\n::quit\n"), OutputStream.nullOutputStream());
            }
        } finally {
            Files.deleteIfExists(image);
            Files.delete(folder);
        }
    }

    private static void run(String typed, String... arguments) {
        new Xmdb(streams(typed), Map.of()).run(List.of(arguments));
    }

    private static StandardStreams streams(String typed) {
        return StandardStreams.of(input(typed), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }

    private static InputStream input(String typed) {
        return new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    }
}
