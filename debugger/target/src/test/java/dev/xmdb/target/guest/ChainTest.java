package dev.xmdb.target.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChainTest {
    private final List<Long> found = new ArrayList<>();

    private static Chain chain(Map<Long, Long> links) {
        return new Chain(
                "threads",
                at -> {
                    if (links.get(at) == null) {
                        throw new MemoryFaultException("virtual", at, "not there");
                    }
                    return links.get(at);
                },
                5);
    }

    private Chain.End follow(Map<Long, Long> links) {
        return chain(links).follow(1, found::add);
    }

    @Test
    void aListEndsAtANullPointer() {
        assertThat(follow(Map.of(1L, 2L, 2L, 3L, 3L, 0L))).isEqualTo(new Chain.End(3, null));
        assertThat(found).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aRingEndsWhereItBegan() {
        assertThat(chain(Map.of(1L, 2L, 2L, 1L)).followRing(1, found::add)).isEqualTo(new Chain.End(2, null));
        assertThat(found).containsExactly(1L, 2L);
    }

    @Test
    void aRingOfOneElementHasIt() {
        assertThat(chain(Map.of(1L, 1L)).followRing(1, found::add)).isEqualTo(new Chain.End(1, null));
        assertThat(found).containsExactly(1L);
    }

    @Test
    void anEmptyRingHasNothing() {
        assertThat(chain(Map.of()).followRing(0, found::add)).isEqualTo(new Chain.End(0, null));
    }

    @Test
    void aRingEndsWhenNoMoreIsWanted() {
        assertThat(chain(Map.of(1L, 2L, 2L, 1L)).followRing(1, _ -> false)).isEqualTo(new Chain.End(1, null));
    }

    @Test
    void theHeadOfARingIsNoElement() {
        assertThat(chain(Map.of(1L, 2L, 2L, 3L, 3L, 1L)).followHeaded(1, found::add))
                .isEqualTo(new Chain.End(2, null));
        assertThat(found).containsExactly(2L, 3L);
    }

    @Test
    void anEmptyRingWithAHeadHasNothing() {
        assertThat(chain(Map.of(1L, 1L)).followHeaded(1, found::add)).isEqualTo(new Chain.End(0, null));
        assertThat(found).isEmpty();
    }

    @Test
    void aHeadThatIsNotThereIsSaid() {
        assertThat(chain(Map.of()).followHeaded(1, found::add).fault())
                .isEqualTo("threads break off at 1: no virtual memory at 1: not there");
    }

    @Test
    void aCircleThatLeavesOutTheBeginningIsSaid() {
        assertThat(chain(Map.of(1L, 2L, 2L, 3L, 3L, 2L))
                        .followRing(1, found::add)
                        .fault())
                .isEqualTo("threads run in a circle at 2");
        assertThat(found).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aListThatGoesOnTooLongIsCut() {
        var endless = Map.of(1L, 2L, 2L, 3L, 3L, 4L, 4L, 5L, 5L, 6L, 6L, 7L);
        assertThat(follow(endless).fault()).isEqualTo("threads go on after 5");
        assertThat(found).hasSize(5);
    }

    @Test
    void aListThatLeadsNowhereKeepsWhatItHad() {
        Chain.End end = follow(Map.of(1L, 2L));
        assertThat(end.fault()).isEqualTo("threads break off at 2: no virtual memory at 2: not there");
        assertThat(end.delivered()).isEqualTo(2);
    }

    @Test
    void anElementThatCannotBeReadEndsTheChainWhereItIs() {
        Chain.End end = chain(Map.of(1L, 2L, 2L, 3L, 3L, 1L)).followRing(1, at -> {
            if (at == 3) {
                throw new MemoryFaultException("virtual", at, "not there");
            }
            return found.add(at);
        });
        assertThat(end).isEqualTo(new Chain.End(2, "threads break off at 3: no virtual memory at 3: not there"));
        assertThat(found).containsExactly(1L, 2L);
    }
}
