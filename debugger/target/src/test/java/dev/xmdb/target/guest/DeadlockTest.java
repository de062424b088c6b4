package dev.xmdb.target.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DeadlockTest {
    @Test
    void waitersOfALockThatSomebodyHoldsWhoWaitsForNothingAreNoDeadlock() {
        assertThat(Deadlock.among(Map.of(1L, 10L, 2L, 10L), Map.of(10L, 3L))).isEmpty();
    }

    @Test
    void aCircleIsFoundOnceAndWithoutThoseThatOnlyWaitForIt() {
        var waits = new TreeMap<>(Map.of(1L, 12L, 2L, 13L, 3L, 12L));
        assertThat(Deadlock.among(waits, Map.of(12L, 2L, 13L, 3L)))
                .containsExactly(new Deadlock(List.of(new Deadlock.Link(2, 13), new Deadlock.Link(3, 12))));
    }

    @Test
    void aThreadThatWaitsForItselfIsACircle() {
        assertThat(Deadlock.among(Map.of(1L, 10L), Map.of(10L, 1L)))
                .containsExactly(new Deadlock(List.of(new Deadlock.Link(1, 10))));
    }

    @Test
    void aLockThatNobodyIsKnownToHoldEndsAWay() {
        assertThat(Deadlock.among(Map.of(1L, 10L, 2L, 11L), Map.of(11L, 1L))).isEmpty();
    }
}
