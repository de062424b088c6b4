package dev.xmdb.shell.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.engine.run.ShellRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HostShellTest {
    private final HostShell shell = new HostShell(
            new StandardStreams(
                    new ByteArrayInputStream(new byte[0]),
                    new ByteArrayOutputStream(),
                    new ByteArrayOutputStream(),
                    true,
                    true,
                    true,
                    false),
            Map.of(),
            true,
            Optional.empty());

    @Test
    void aStatusIsNotTakenForAnInterruptThatNobodySawComing() {
        assertThat(shell.run("exit 130")).isEqualTo(130);
    }

    @Test
    void aCommandThatTheUsersInterruptEndedIsInterrupted() throws InterruptedException {
        Thread key = Thread.ofPlatform().start(() -> {
            while (!shell.hasTerminal()) {
                Thread.onSpinWait();
            }
            shell.signalled();
        });
        assertThat(shell.run("sleep 0.2; exit 130")).isEqualTo(ShellRunner.INTERRUPTED);
        key.join();
    }

    @Test
    void aSignalOfAnEarlierCommandIsForgotten() {
        shell.signalled();
        assertThat(shell.run("exit 130")).isEqualTo(130);
    }
}
