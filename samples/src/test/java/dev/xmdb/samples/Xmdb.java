package dev.xmdb.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program as a user starts it: the launcher, in a process of its own. */
public final class Xmdb {
    /** The top of the checkout. */
    public static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    /** The embedded sample. */
    public static final Path SAMPLE = TOP.resolve("samples/images/linux-pv64-small.core.xz");

    private static final long SECONDS = 120;

    private Xmdb() {}

    /**
     * How a run ended.
     *
     * @param status exit status
     * @param out standard output
     * @param err standard error
     */
    public record Result(int status, String out, String err) {
        /** Output lines. */
        public List<String> lines() {
            return out.lines().toList();
        }
    }

    /** Runs the launcher with nothing on standard input. */
    public static Result run(String... arguments) {
        return runWithInput("", arguments);
    }

    /** Runs the launcher with commands on standard input. */
    public static Result runWithInput(String input, String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(TOP.resolve("debugger/bin/xmdb").toString()), Stream.of(arguments))
                .toList();
        return process(command, TOP, Map.of(), input);
    }

    /** Runs any command, each stream on its own. */
    public static Result process(List<String> command, Path directory, Map<String, String> environment, String input) {
        try {
            Path scratch = Files.createTempDirectory("xmdb-test");
            Path in = Files.writeString(scratch.resolve("in"), input);
            Path out = scratch.resolve("out");
            Path err = scratch.resolve("err");
            var builder = new ProcessBuilder(new ArrayList<>(command))
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("XDG_CONFIG_HOME", scratch.toString());
            builder.environment().put("XDG_STATE_HOME", scratch.toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end after " + SECONDS + " s: " + command);
            }
            var result = new Result(process.exitValue(), read(out), read(err));
            for (Path file : List.of(in, out, err, scratch)) {
                Files.deleteIfExists(file);
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
