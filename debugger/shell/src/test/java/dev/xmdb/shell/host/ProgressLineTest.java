package dev.xmdb.shell.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void nothingShowsInTheFirstSecond() {
        var line = new ProgressLine(stream, true, clock::get);
        after(999);
        line.report("searching", 1, 2);
        line.clear();
        assertThat(drawn()).isEmpty();
    }

    @Test
    void thenTheLineIsRedrawnAtMostTenTimesASecondAndErased() {
        var line = new ProgressLine(stream, true, clock::get);
        after(1000);
        line.report("searching", 1, 2);
        after(50);
        line.report("searching", 3, 4);
        after(60);
        line.report("searching", 9, 10);
        line.clear();
        line.clear();
        assertThat(drawn()).isEqualTo("\rsearching: 50%\rsearching: 90%\r" + " ".repeat(14) + "\r");
    }

    @Test
    void withoutATotalTheCountIsShownAndAShorterLineCoversALongerOne() {
        var line = new ProgressLine(stream, true, clock::get);
        after(1000);
        line.report("reading", 12345, 0);
        after(100);
        line.report("reading", 7, 0);
        assertThat(drawn()).isEqualTo("\rreading: 12345\rreading: 7    ");
    }

    @Test
    void anythingNewHasItsOwnSecond() {
        var line = new ProgressLine(stream, true, clock::get);
        after(5000);
        line.begin();
        line.report("searching", 1, 2);
        assertThat(drawn()).isEmpty();
    }

    @Test
    void whereThereIsNoTerminalThereIsNoLine() {
        var line = new ProgressLine(stream, false, clock::get);
        after(5000);
        line.report("searching", 1, 2);
        line.clear();
        assertThat(drawn()).isEmpty();
    }

    @Test
    void oddWordsAndNumbersDoNoHarm() {
        var line = new ProgressLine(stream, true, clock::get);
        after(2000);
        line.report("\033[2J\n" + "x".repeat(500), 10, 5);
        assertThat(drawn()).startsWith("\r\\x1b[2J x").endsWith(": 100%").hasSizeLessThan(80);
    }

    private void after(long millis) {
        clock.addAndGet(millis * 1_000_000);
    }

    private String drawn() {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
