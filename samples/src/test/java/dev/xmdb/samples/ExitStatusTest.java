package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts rely on: the launcher's exit status, and which stream has what. */
class ExitStatusTest {
    @TempDir
    private Path folder;

    /** Status 0 with nothing on standard error; 1 with a message there, and with what the others printed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "1=X                   # 0 # 1",
                "1=X; 2=X              # 0 # 1 2",
                "1=X; ::quit; 2=X      # 0 # 1",
                "nosuch=X              # 1 # ``",
                "::nosuch              # 1 # ``",
                "::status              # 1 # ``",
                "::formats -Z          # 1 # ``",
                "1=X; ::nosuch         # 1 # 1",
                "(1=X                  # 1 # ``"
            })
    void oneLineOfCommands(String commands, int status, String printed) {
        Xmdb.Result result = Xmdb.run("-S", "-e", commands);
        assertThat(result.status()).isEqualTo(status);
        assertThat(words(result.out())).isEqualTo(printed);
        assertThat(result.err().isEmpty()).isEqualTo(status == 0);
    }

    @Test
    void whatFollowsAFailureStillRunsWhereverItComesFrom() throws IOException {
        Path file = Files.writeString(folder.resolve("commands"), "1=X\nnosuch=X\n2=X\n");
        List<Xmdb.Result> results = List.of(
                Xmdb.run("-S", "-e", "1=X", "-e", "nosuch=X", "-e", "2=X"),
                Xmdb.run("-S", "-f", file.toString()),
                Xmdb.runWithInput(Files.readString(file), "-S"));
        assertThat(results).allSatisfy(result -> {
            assertThat(result.status()).isEqualTo(1);
            assertThat(words(result.out())).isEqualTo("1 2");
            assertThat(result.err())
                    .startsWith("xmdb: failed to dereference symbol: unknown symbol name")
                    .hasLineCount(1);
        });
    }

    @Test
    void quitEndsWithTheStatusSoFar() {
        assertThat(Xmdb.run("-S", "-e", "nosuch=X", "-e", "::quit", "-e", "1=X").status())
                .isEqualTo(1);
        assertThat(Xmdb.runWithInput("1=X\n$q\nnosuch=X\n", "-S").status()).isZero();
        assertThat(Xmdb.runWithInput("", "-S").status()).isZero();
    }

    @Test
    void aBrokenListPrintsWhatWasReadAndFails() {
        Xmdb.Result result = Xmdb.run("-S", "-e", "::walk task | ::head -1 | ::ps; 0::ps", Xmdb.SAMPLE.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("[swapper/0]");
        assertThat(result.err()).startsWith("xmdb: ");
    }

    @Test
    void wrongUsageAndImagesThatCannotBeOpenedAre2() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path text = Files.writeString(folder.resolve("text"), "no image\n".repeat(1000));
        for (List<String> wrong : List.of(
                List.of("--nosuch"),
                List.of("-e"),
                List.of("-o", "xml"),
                List.of("-f", folder.resolve("nowhere").toString()),
                List.of("one", "two"),
                List.of("-e", "1=X", folder.resolve("nowhere").toString()),
                List.of("-e", "1=X", empty.toString()),
                List.of("-e", "1=X", text.toString()),
                List.of("-e", "1=X", folder.toString()))) {
            Xmdb.Result result = Xmdb.run(wrong.toArray(String[]::new));
            assertThat(result.status()).as("%s", wrong).isEqualTo(2);
            assertThat(result.out()).as("%s", wrong).isEmpty();
            assertThat(result.err()).as("%s", wrong).startsWith("xmdb: ");
        }
        for (String asked : List.of("-V", "-h")) {
            assertThat(Xmdb.run(asked).status()).as(asked).isZero();
        }
    }

    @Test
    void jsonHasRowsOnlyAndMessagesStayOnStandardError() {
        Xmdb.Result result = Xmdb.run("-S", "-o", "jsonl", "-e", "12=X", "-e", "::nosuch", "-e", "1::nosuch -x");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.lines()).containsExactly("{\"dcmd\":\"=\",\"values\":[\"0x12\"]}");
        assertThat(result.err().lines()).hasSize(2).allMatch(line -> line.startsWith("xmdb: "));
    }

    private static String words(String out) {
        return out.strip().replaceAll("\\s+", " ");
    }
}
