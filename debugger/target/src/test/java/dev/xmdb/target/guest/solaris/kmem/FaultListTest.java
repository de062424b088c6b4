package dev.xmdb.target.guest.solaris.kmem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FaultListTest {
    @Test
    void ofAGreatManyFaultsTheFirstAreNamedAndTheRestCounted() {
        var faults = new FaultList("as_cache");
        for (int i = 0; i < 1_000_000; i++) {
            faults.add("fault " + i);
        }
        assertThat(faults.all())
                .startsWith("fault 0", "fault 1")
                .endsWith("as_cache has 999980 more faults of these kinds")
                .hasSize(21);
    }

    @Test
    void fewFaultsAreAllNamed() {
        var faults = new FaultList("as_cache");
        faults.add("one");
        assertThat(faults.all()).containsExactly("one");
    }
}
