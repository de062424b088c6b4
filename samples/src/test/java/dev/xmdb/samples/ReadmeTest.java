package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every session that the README shows. In a {@code console} block a line {@code $ command} is run by the shell at the top of the
 * checkout; lines {@code > command} under it are typed to it; everything else must be what it prints. The shell's folder has all that the
 * sessions name of the checkout, and keeps what they make out of it. The first session opens the sample as it is; for the others it is
 * unpacked under its name.
 */
final class ReadmeTest {

    @TempDir
    private Path folder;

    private record Shown(String command, List<String> typed, List<String> printed) {}

    private Path packed() {
        return folder.resolve("packed");
    }

    private Path unpacked() {
        return folder.resolve("unpacked");
    }

    private static Map<Path, Path> links(Path top, Path sample) {
        Path samples = top.resolve("samples");
        return Map.of(
                top.resolve("debugger"), Xmdb.TOP.resolve("debugger"),
                top.resolve("target-sim"), Xmdb.TOP.resolve("target-sim"),
                samples.resolve("macros"), Xmdb.TOP.resolve("samples/macros"),
                samples.resolve("images").resolve(Xmdb.SAMPLE.getFileName()), sample);
    }

    private static void fill(Path top, Path sample) throws IOException {
        Files.createDirectories(top.resolve("samples/target"));
        Files.createDirectories(top.resolve("samples/images"));
        for (var link : links(top, sample).entrySet()) {
            Files.createSymbolicLink(link.getKey(), link.getValue());
        }
    }

    @AfterEach
    void removeTheLinks() throws IOException {
        for (Path top : List.of(packed(), unpacked())) {
            for (Path link : links(top, Xmdb.SAMPLE).keySet()) {
                Files.deleteIfExists(link);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> whatTheReadmeShowsIsWhatIsPrinted() throws IOException {
        fill(packed(), Xmdb.SAMPLE);
        fill(unpacked(), Unpacked.sample());
        List<Shown> sessions = sessions(Files.readAllLines(Xmdb.TOP.resolve("README.md")));
        assertThat(sessions).as("sessions in the README").isNotEmpty();
        assertThat(sessions.getFirst().command()).endsWith("/" + Xmdb.SAMPLE.getFileName());
        return Stream.concat(
                Stream.of(test(sessions.getFirst(), packed())),
                sessions.stream().skip(1).map(shown -> test(shown, unpacked())));
    }

    private static DynamicTest test(Shown shown, Path top) {
        return DynamicTest.dynamicTest(shown.command() + " " + shown.typed(), () -> check(shown, top));
    }

    private static void check(Shown shown, Path top) {
        var input = new StringBuilder();
        shown.typed().forEach(line -> input.append(line).append('\n'));
        var result =
                Xmdb.process(List.of("sh", "-c", "exec 2>&1; " + shown.command()), top, Map.of(), input.toString());
        assertThat(result.out().lines().map(String::stripTrailing))
                .containsExactlyElementsOf(
                        shown.printed().stream().map(String::stripTrailing).toList());
    }

    private static List<Shown> sessions(List<String> readme) {
        List<Shown> sessions = new ArrayList<>();
        boolean inside = false;
        for (String line : readme) {
            if (line.startsWith("```")) {
                inside = line.equals("```console");
            } else if (inside && line.startsWith("$ ")) {
                sessions.add(new Shown(line.substring(2), new ArrayList<>(), new ArrayList<>()));
            } else if (inside && line.startsWith("> ")) {
                sessions.getLast().typed().add(line.substring(2));
            } else if (inside) {
                sessions.getLast().printed().add(line);
            }
        }
        return sessions;
    }
}
