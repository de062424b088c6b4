package dev.xmdb.target.guest.linux.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SleepPlaceTest {
    @ParameterizedTest
    @CsvSource({
        "__mutex_lock, MUTEX",
        "__mutex_lock_slowpath, MUTEX",
        "mutex_lock_interruptible, MUTEX",
        "__ww_mutex_lock, MUTEX",
        "rwsem_down_read_slowpath, RWSEM",
        "rwsem_down_write_failed, RWSEM",
        "call_rwsem_down_read_failed, RWSEM",
        "__down_read, RWSEM",
        "down_write_killable, RWSEM",
        "down, SEMAPHORE",
        "__down_interruptible, SEMAPHORE",
        "wait_for_completion_killable, COMPLETION",
        "__wait_for_common, COMPLETION",
        "futex_wait_queue, FUTEX",
        "futex_wait_queue_me, FUTEX",
        "rt_mutex_slowlock_block, RT_MUTEX"
    })
    void aFunctionTellsWhatItWaitsFor(String function, WaitKind kind) {
        assertThat(SleepPlace.kind(function)).hasValue(kind);
    }

    @ParameterizedTest
    @CsvSource({"schedule", "schedule_timeout", "pipe_read", "downcall", "mutex_unlock", "up_read"})
    void otherFunctionsTellNothing(String function) {
        assertThat(SleepPlace.kind(function)).isEmpty();
    }
}
