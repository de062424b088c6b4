package dev.xmdb.target.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChainTest {
    private final List<Long> found = new ArrayList<>();

    private Chain.End follow(Map<Long, Long> links, long close) {
        var chain = new Chain(
                "threads",
                at -> {
                    if (links.get(at) == null) {
                        throw new MemoryFaultException("virtual", at, "not there");
                    }
                    return links.get(at);
                },
                5);
        return chain.follow(1, close, found::add);
    }

    @Test
    void aListEndsAtANullPointer() {
        assertThat(follow(Map.of(1L, 2L, 2L, 3L, 3L, 0L), 0)).isEqualTo(new Chain.End(3, null));
        assertThat(found).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aCircularListEndsWhereItCloses() {
        assertThat(follow(Map.of(1L, 2L, 2L, 1L), 1).sound()).isTrue();
        assertThat(found).containsExactly(1L, 2L);
    }

    @Test
    void aCircleThatLeavesOutTheBeginningIsSaid() {
        assertThat(follow(Map.of(1L, 2L, 2L, 3L, 3L, 2L), 1).fault()).isEqualTo("threads run in a circle at 2");
        assertThat(found).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aListThatGoesOnTooLongIsCut() {
        var endless = Map.of(1L, 2L, 2L, 3L, 3L, 4L, 4L, 5L, 5L, 6L, 6L, 7L);
        assertThat(follow(endless, 0).fault()).isEqualTo("threads go on after 5");
        assertThat(found).hasSize(5);
    }

    @Test
    void aListThatLeadsNowhereKeepsWhatItHad() {
        Chain.End end = follow(Map.of(1L, 2L), 0);
        assertThat(end.fault()).isEqualTo("threads break off at 2: no virtual memory at 2: not there");
        assertThat(end.delivered()).isEqualTo(2);
    }
}
