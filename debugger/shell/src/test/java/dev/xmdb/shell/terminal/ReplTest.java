package dev.xmdb.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.shell.host.StandardStreams;
import dev.xmdb.shell.options.CommandLineParser;
import dev.xmdb.shell.options.CommandLineRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ReplTest {
    private static final String CONTROL_C = "\003";
    private static final String CONTROL_D = "\004";
    private static final String TAB = "\t";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new TreeMap<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aGreetingAPromptAndAnAnswer() throws IOException {
        assertThat(type("1=X\n::quit\n"))
                .contains("xmdb ", "::help explains", "> ")
                .contains(" ".repeat(16) + "1" + " ".repeat(15));
        assertThat(messages()).isEmpty();
    }

    @Test
    void controlDLeaves() throws IOException {
        assertThat(type(CONTROL_D + "77=X\n")).doesNotContain("                77");
    }

    @Test
    void aFailureIsToldAndTheSessionGoesOn() throws IOException {
        assertThat(type("::nosuch\n77=X\n")).contains("                77");
        assertThat(messages()).isEqualTo("xmdb: invalid command '::nosuch': unknown dcmd name\n");
    }

    @Test
    void tabCompletesADcmd() throws IOException {
        assertThat(type("::ech" + TAB + "completed\n")).contains("\ncompleted");
    }

    @Test
    void anExclamationMarkIsNoHistoryAndABackslashNoEscape() throws IOException {
        environment.put("SHELL", "/bin/echo");
        String shown = type("5=X\n!!\n::echo a\\b\n");
        assertThat(shown).contains("a\\b");
        assertThat(messages()).isEmpty();
    }

    @Test
    void severalLinesPastedAtOnceAllRun() throws IOException {
        assertThat(type("\033[200~71=X\n72=X\n\033[201~\n")).contains("                71", "                72");
    }

    @Test
    void whatWasTypedIsKeptForTheOwnerOnly() throws IOException {
        environment.put("XDG_STATE_HOME", folder.toString());
        type("::echo kept\n");
        Path history = folder.resolve("xmdb/history");
        assertThat(Files.readString(history)).contains("::echo kept");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
        assertThat(type("\033[A\n")).contains("\nkept");
    }

    @Test
    void aHistoryThatIsALinkOrGarbageDoesNoHarm() throws IOException {
        environment.put("XDG_STATE_HOME", folder.toString());
        Path victim = Files.writeString(folder.resolve("victim"), "mine\n");
        Files.createDirectories(folder.resolve("xmdb"));
        Path history = folder.resolve("xmdb/history");
        Files.createSymbolicLink(history, victim);
        assertThat(type("::echo works\n")).contains("\nworks");
        assertThat(victim).hasContent("mine\n");
        Files.delete(history);
        Files.write(history, new byte[] {0, (byte) 0xff, (byte) 0xfe, '\n', 'x', ':', '\n'});
        assertThat(type("::echo works\n")).contains("\nworks");
    }

    @Test
    void theRcFileRunsBeforeTheFirstPromptAndWithoutAShell() throws IOException {
        Path rc = Files.createDirectories(folder.resolve("xmdb")).resolve("rc");
        Files.writeString(rc, "::echo from rc\n!touch " + folder.resolve("proof") + "\n");
        environment.put("XDG_CONFIG_HOME", folder.toString());
        assertThat(type("")).contains("from rc");
        assertThat(messages()).contains("not allowed in the rc file");
        assertThat(folder.resolve("proof")).doesNotExist();
        assertThat(type("", "-S")).doesNotContain("from rc");
    }

    @Test
    void jsonLinesWorkAtATerminalToo() throws IOException {
        assertThat(type("10=D\n", "-o", "jsonl")).contains("{\"dcmd\":\"=\"");
    }

    @Test
    void controlCStopsACommandAndTheSessionGoesOn() throws Exception {
        var keys = new Keys();
        var screen = new ByteArrayOutputStream();
        keys.press("0,ffffffffffffff::eval 0\n");
        CompletableFuture<String> shown = CompletableFuture.supplyAsync(() -> type(keys, screen));
        // Before the line is taken, the key would only throw it away; before the command runs, nobody hears it.
        while (!screen.toString(StandardCharsets.UTF_8).contains("::eval 0\r\n")) {
            Thread.sleep(10);
        }
        while (!messages().contains("interrupted")) {
            keys.press(CONTROL_C);
            Thread.sleep(10);
        }
        keys.press("77=X\n" + CONTROL_D);
        assertThat(shown.get()).contains("                77");
        assertThat(messages()).isEqualTo("xmdb: interrupted\n");
    }

    /** Keys that are pressed while the session runs. */
    private static final class Keys extends InputStream {
        private final BlockingQueue<Integer> pressed = new LinkedBlockingQueue<>();

        void press(String text) {
            text.chars().forEach(pressed::add);
        }

        @Override
        public int read() throws IOException {
            try {
                return pressed.take();
            } catch (InterruptedException closed) {
                throw new InterruptedIOException();
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            bytes[offset] = (byte) read();
            return 1;
        }
    }

    private String type(String keys, String... options) throws IOException {
        return type(
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream(), options);
    }

    private String type(InputStream keys, ByteArrayOutputStream screen, String... options) {
        var nothing = new ByteArrayInputStream(new byte[0]);
        var streams = StandardStreams.of(nothing, screen, err);
        var request = (CommandLineRequest.Run) CommandLineParser.parse(List.of(options));
        try {
            new Repl(streams, environment, request.options(), Optional.empty()).run(keys, screen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return screen.toString(StandardCharsets.UTF_8).replace("\r", "").replaceAll("\033\\[[?0-9;]*[a-zA-Z]", "");
    }

    private String messages() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
