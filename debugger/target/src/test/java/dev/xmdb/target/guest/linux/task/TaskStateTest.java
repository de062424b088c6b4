package dev.xmdb.target.guest.linux.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TaskStateTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, R",
        "1, 0, S",
        "2, 0, D",
        "0x2001, 0, S",
        "0x402, 0, I",
        "0x2102, 0, D",
        "0x104, 0, T",
        "8, 0, t",
        "0x40, 0, P",
        "0x80, 0x20, Z",
        "0x80, 0x10, X",
        "0x1002, 0, D",
        "0x8000, 0, D"
    })
    void theLetterIsTheOneThatTheKernelShows(String state, String exitState, char letter) {
        assertThat(new TaskState(Long.decode(state), Long.decode(exitState)).letter())
                .isEqualTo(letter);
    }
}
