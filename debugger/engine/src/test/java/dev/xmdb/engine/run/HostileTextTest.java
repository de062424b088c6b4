package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Text that nobody would type ends in output or in messages, and always at once when interrupted. */
@Timeout(60)
final class HostileTextTest {
    /** How long anything may go on once it is interrupted: processor time, which no other test takes from it. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private static final String[] TOKENS = {
        "1000",
        "1008",
        "ffffffffffffffff",
        "0t10",
        "'ab'",
        "cpu",
        "zzz",
        ".",
        "+",
        "^",
        "&",
        "*",
        "*/i/",
        "%",
        "%%",
        "#",
        "~",
        "-",
        "(",
        ")",
        "|",
        "==",
        "<<",
        ",",
        "/",
        "\\",
        "@",
        "?",
        "=",
        "X",
        "s",
        "S",
        "c",
        "n",
        "a",
        "r",
        "t",
        "R",
        "F",
        "Y",
        "p",
        "12",
        "999999999",
        "\"text\"",
        "$[",
        "]",
        ";",
        "\n",
        " ",
        " ",
        "::say ",
        "::upto 3",
        "::first",
        "::if .",
        "::run ",
        "::run '.+1'",
        "::table",
        "::fails",
        "::aborts",
        "::nosuch",
        "$t",
        "!",
        "<x",
        "<rip",
        ">x",
        ">/c/y",
        "L 1",
        "W 5",
        "l 1 1",
        "//",
        "`",
        "\u001b",
        "\ud800",
        "0x",
        "0i2",
        "_",
        "$<",
        "$d"
    };

    private final FakeTarget target =
            new FakeTarget(8).zeros(0x1000, 0x40).symbol("cpu", 0x1000, 8).register("rip", 0x1008);
    private final Transcript session = new Transcript(target, new SampleModule());
    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();

    @Test
    void randomTokensNeverBreakTheSession() throws InterruptedException {
        var over = new AtomicBoolean();
        var started = new AtomicLong(System.nanoTime());
        Thread watchdog = Thread.ofPlatform().daemon().start(() -> {
            while (!over.get()) {
                if (System.nanoTime() - started.get() > 50_000_000L) {
                    session.session().interruption().request();
                }
                LockSupport.parkNanos(5_000_000L);
            }
        });
        var random = new Random(42);
        for (int i = 0; i < 3000; i++) {
            var text = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int j = 0; j < length; j++) {
                text.append(TOKENS[random.nextInt(TOKENS.length)]);
            }
            started.set(System.nanoTime());
            long begun = clock.getCurrentThreadCpuTime();
            String errors = session.errors(text.toString());
            assertThat(since(begun)).as("processor time of %s", text).isLessThan(LONGEST);
            assertThat(errors)
                    .as(text.toString())
                    .doesNotContain("internal error")
                    .doesNotContain("Exception");
            assertThat(session.outcome().quit()).isFalse();
        }
        over.set(true);
        watchdog.join();
        assertThat(session.run("1=X").strip()).isEqualTo("1");
    }

    @Test
    void aHugeRepeatIsInterruptedAndKeepsNothing() {
        Thread.ofPlatform().daemon().start(() -> {
            LockSupport.parkNanos(200_000_000L);
            session.session().interruption().request();
        });
        long begun = clock.getCurrentThreadCpuTime();
        assertThat(session.errors("1=2000000000X")).isEqualTo("xmdb: interrupted\n");
        assertThat(since(begun)).isLessThan(LONGEST);
    }

    private Duration since(long begun) {
        return Duration.ofNanos(clock.getCurrentThreadCpuTime() - begun);
    }
}
