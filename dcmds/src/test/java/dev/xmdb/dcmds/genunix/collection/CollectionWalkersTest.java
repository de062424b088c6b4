package dev.xmdb.dcmds.genunix.collection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The walkers of lists and trees, on those that the caches keep of their slabs. */
class CollectionWalkersTest {
    private static final SolarisDomain DOMAIN = SolarisDomain.sxc16();

    private static Facts cacheOf(long buffers) {
        return DOMAIN.truth().list("kmem_caches").stream()
                .filter(cache -> buffers == 0 ? cache.number("buftotal") == 0 : cache.number("buftotal") >= buffers)
                .findFirst()
                .orElseThrow();
    }

    private static String walk(Facts cache, String member, String walker) {
        Conversation session = DOMAIN.conversation();
        String found = session.run(Long.toHexString(cache.number("address")) + "::print -a kmem_cache_t " + member
                + " | ::walk " + walker);
        assertThat(session.messages()).isEmpty();
        return found;
    }

    @Test
    void anEmptyListHasNoObjects() {
        assertThat(walk(cacheOf(0), "cache_complete_slabs", "list")).isEmpty();
    }

    @Test
    void anEmptyTreeHasNoObjects() {
        assertThat(walk(cacheOf(0), "cache_partial_slabs", "avl")).isEmpty();
    }

    @Test
    void everySlabIsInTheListOrInTheTree() {
        Facts cache = cacheOf(1);
        List<String> slabs = cache.list("buffers").stream()
                .map(buffer -> "0x" + Long.toHexString(buffer.number("slab")))
                .distinct()
                .toList();
        String found = walk(cache, "cache_complete_slabs", "list") + walk(cache, "cache_partial_slabs", "avl");
        assertThat(found.lines()).containsExactlyInAnyOrderElementsOf(slabs);
    }
}
