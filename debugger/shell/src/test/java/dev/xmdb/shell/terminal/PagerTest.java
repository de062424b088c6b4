package dev.xmdb.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.engine.InterruptedCommandException;
import dev.xmdb.engine.Settings;
import dev.xmdb.engine.run.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PagerTest {
    private static final String QUESTION = ">> More [<space>, <cr>, q, n, c, a] ?";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final Settings settings = new Settings();
    private LineDisciplineTerminal terminal;
    private Pager pager;

    @BeforeEach
    void aTerminalOfFiveRowsAndTwentyColumns() throws IOException {
        terminal = new LineDisciplineTerminal("test", "ansi", screen, StandardCharsets.UTF_8);
        terminal.setSize(new Size(20, 5));
        Attributes attributes = terminal.getAttributes();
        attributes.setOutputFlag(Attributes.OutputFlag.OPOST, false);
        attributes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        attributes.setLocalFlag(Attributes.LocalFlag.ICANON, false);
        attributes.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(attributes);
        pager = new Pager(terminal, Progress.NONE);
        pager.follow(settings);
    }

    @Test
    void aPageThatFitsIsNotStopped() {
        pager.append("1\n2\n3\n4\n");
        assertThat(shown()).isEqualTo("1\n2\n3\n4\n");
    }

    @Test
    void aSpaceShowsThePageAfter() throws IOException {
        press("  ");
        pager.append(lines(1, 12));
        assertThat(shown()).isEqualTo(lines(1, 4) + "?" + lines(5, 8) + "?" + lines(9, 12));
    }

    @Test
    void returnShowsOneLineMore() throws IOException {
        press("\r\n ");
        pager.append(lines(1, 8));
        assertThat(shown()).isEqualTo(lines(1, 4) + "?" + "5\n" + "?" + "6\n" + "?" + lines(7, 8));
    }

    @Test
    void cShowsTheRestUntilTheNextCommand() throws IOException {
        press("c ");
        pager.append(lines(1, 30));
        pager.begin();
        pager.append(lines(1, 5));
        assertThat(shown()).isEqualTo(lines(1, 4) + "?" + lines(5, 30) + lines(1, 4) + "?" + "5\n");
    }

    @Test
    void qNAndAAndControlCStopTheCommand() throws IOException {
        for (String key : new String[] {"q", "n", "a", "\003"}) {
            pager.begin();
            press(key);
            boolean commandOnly = key.equals("q") || key.equals("n");
            assertThatThrownBy(() -> pager.append(lines(1, 9)))
                    .as(key)
                    .isInstanceOfSatisfying(InterruptedCommandException.class, left -> {
                        assertThat(left.isLeft()).isEqualTo(commandOnly);
                        assertThat(left.isTold()).isFalse();
                    });
            assertThat(shown()).isEqualTo(lines(1, 4) + "?");
            screen.reset();
        }
    }

    @Test
    void aLineThatWrapsCountsAsOftenAsItWraps() throws IOException {
        press(" ");
        pager.append("x".repeat(61) + "\nend\n");
        assertThat(shown()).isEqualTo("x".repeat(61) + "\n" + "?" + "end\n");
    }

    @Test
    void aStopWithinALineIsWhereItWraps() throws IOException {
        press(" ");
        pager.append("1\n2\n3\n" + "x".repeat(21) + "\n");
        assertThat(shown()).isEqualTo("1\n2\n3\n" + "x".repeat(20) + "?" + "x\n");
    }

    @Test
    void attributesTakeNoRoomAndWideCharactersTakeTwo() {
        pager.append("\033[4m" + "x".repeat(20) + "\033[24m\n" + "漢".repeat(10) + "\n1\n2\n");
        assertThat(shown()).doesNotContain("?");
    }

    @Test
    void thePagerCanBeTurnedOff() {
        settings.pager(false);
        pager.append(lines(1, 100));
        assertThat(shown()).isEqualTo(lines(1, 100));
    }

    @Test
    void aTerminalWithoutASizeIsNotPaged() {
        terminal.setSize(new Size(0, 0));
        pager.append(lines(1, 100));
        assertThat(shown()).isEqualTo(lines(1, 100));
    }

    private void press(String keys) throws IOException {
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    }

    /** What is on the screen, with a question mark for every stop. */
    private String shown() {
        pager.flush();
        String erase = " \r" + " ".repeat(QUESTION.length() + 1) + "\r";
        return screen.toString(StandardCharsets.UTF_8).replace(QUESTION + erase, "?");
    }

    private static String lines(int from, int to) {
        var text = new StringBuilder();
        for (int line = from; line <= to; line++) {
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
