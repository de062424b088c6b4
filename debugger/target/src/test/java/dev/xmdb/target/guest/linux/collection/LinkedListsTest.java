package dev.xmdb.target.guest.linux.collection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.Chain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkedListsTest {
    private final MemoryOf memory = new MemoryOf(8);
    private final LinkedLists lists = new LinkedLists(memory);
    private final List<Long> found = new ArrayList<>();

    @Test
    void aRingLeavesItsHeadOut() {
        memory.word(0x1000, 0x1010).word(0x1010, 0x1020).word(0x1020, 0x1000);
        assertThat(lists.list("things", 0x1000, found::add)).isEqualTo(new Chain.End(2, null));
        assertThat(found).containsExactly(0x1010L, 0x1020L);
    }

    @Test
    void aHashChainEndsAtANullPointer() {
        memory.word(0x1000, 0x1010).word(0x1010, 0x1020).word(0x1020, 0);
        assertThat(lists.hlist("things", 0x1000, found::add).sound()).isTrue();
        assertThat(found).containsExactly(0x1010L, 0x1020L);
    }

    @Test
    void aHashChainMayEndInANumber() {
        memory.word(0x1000, 0x1010).word(0x1010, 0x1020).word(0x1020, 0x77);
        assertThat(lists.hlistNulls("things", 0x1000, found::add).sound()).isTrue();
        assertThat(found).containsExactly(0x1010L, 0x1020L);
        memory.word(0x1000, 1);
        assertThat(lists.hlistNulls("things", 0x1000, found::add)).isEqualTo(new Chain.End(0, null));
    }

    @Test
    void aLockInTheHeadOfAHashChainIsNoPartOfTheAddress() {
        memory.word(0x1000, 0x1011).word(0x1010, 0);
        assertThat(lists.hlistLocked("things", 0x1000, found::add).sound()).isTrue();
        assertThat(found).containsExactly(0x1010L);
    }

    @Test
    void circlesAndWildPointersAreSaid() {
        memory.word(0x1000, 0x1010).word(0x1010, 0x1020).word(0x1020, 0x1010);
        assertThat(lists.hlist("things", 0x1000, found::add).fault()).isEqualTo("things run in a circle at 1010");
        memory.word(0x1020, 0x9000);
        found.clear();
        assertThat(lists.list("things", 0x1000, found::add).fault()).startsWith("things break off at 9000");
        assertThat(found).containsExactly(0x1010L, 0x1020L, 0x9000L);
    }
}
