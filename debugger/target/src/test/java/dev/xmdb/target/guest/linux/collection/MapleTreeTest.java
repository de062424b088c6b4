package dev.xmdb.target.guest.linux.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.TypesOf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Maple trees made by hand, with the nodes of a 64-bit kernel. */
final class MapleTreeTest {
    private static final long TREE = 0xffff888001000000L;
    private static final long NODES = 0xffff888002000000L;
    private static final int LEAF = 1;
    private static final int RANGE = 2;
    private static final int ALLOCATION = 3;
    private static final long ENTRY = 0xffff888003000000L;

    private final MemoryOf memory = new MemoryOf(8);
    private final List<String> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    MapleTreeTest() {
        memory.word(TREE + 8, 0);
        memory.put(NODES, new byte[0x4000]);
    }

    static TypesOf types() {
        var types = new TypesOf();
        types.struct("maple_tree", 16).number("ma_root", 8, 8);
        types.struct("maple_node", 256).words("slot", 8, 31);
        types.struct("maple_range_64", 256).words("pivot", 8, 15).words("slot", 128, 16);
        types.struct("maple_arange_64", 248).words("pivot", 8, 9).words("slot", 80, 10);
        return types;
    }

    private MapleTree tree() {
        return new MapleTree(memory, types());
    }

    private static long node(int number) {
        return NODES + number * 0x100L;
    }

    private static long to(int number, int type) {
        return node(number) | (long) type << 3 | 4;
    }

    /** The word in the root: that to a node has a bit more than those inside. */
    private void root(long word) {
        memory.word(TREE + 8, (word & 4) != 0 ? word | 2 : word);
    }

    /** Pivots and entries of a node by turns, as they follow each other. */
    private void fill(int number, int type, long... pivotsAndSlots) {
        long slots = type == ALLOCATION ? 80 : 128;
        for (int i = 0; i < pivotsAndSlots.length; i++) {
            memory.word(node(number) + (i % 2 == 0 ? slots : 8) + i / 2 * 8L, pivotsAndSlots[i]);
        }
    }

    private void read() {
        tree().forEach(
                        TREE,
                        (first, last, entry) -> found.add(
                                Long.toHexString(first) + ".." + Long.toHexString(last) + "=" + (entry - ENTRY)),
                        problems::add);
    }

    @Test
    void anEmptyTreeHasNothing() {
        read();
        assertThat(found).isEmpty();
        assertThat(problems).isEmpty();
        assertThat(tree().find(TREE, 0)).isEmpty();
    }

    @Test
    void anEntryInTheRootStandsAtTheFirstIndex() {
        root(ENTRY + 8);
        read();
        assertThat(found).containsExactly("0..0=8");
        assertThat(tree().find(TREE, 0)).hasValue(ENTRY + 8);
        assertThat(tree().find(TREE, 1)).isEmpty();
    }

    @Test
    void aLeafHasRangesAndGaps() {
        root(to(0, LEAF));
        fill(0, LEAF, 0, 0x3ff, ENTRY + 8, 0x4ff, 0, 0x5ff, ENTRY + 16, 0x6ff, 0);
        read();
        assertThat(found).containsExactly("400..4ff=8", "600..6ff=16");
        assertThat(problems).isEmpty();
        assertThat(tree().find(TREE, 0x400)).hasValue(ENTRY + 8);
        assertThat(tree().find(TREE, 0x4ff)).hasValue(ENTRY + 8);
        assertThat(tree().find(TREE, 0x500)).isEmpty();
        assertThat(tree().find(TREE, -1)).isEmpty();
    }

    @Test
    void theLastOfFullNodesReachesToTheNodesEnd() {
        root(to(0, LEAF));
        for (int i = 0; i < 16; i++) {
            memory.word(node(0) + 128 + i * 8L, ENTRY + 8L * i);
            if (i < 15) {
                memory.word(node(0) + 8 + i * 8L, i);
            }
        }
        read();
        assertThat(found).hasSize(16).endsWith("e..e=112", "f..ffffffffffffffff=120");
    }

    @Test
    void innerNodesOfBothKindsLeadToLeaves() {
        root(to(0, ALLOCATION));
        fill(0, ALLOCATION, to(1, RANGE), 0xfff, to(2, LEAF));
        fill(1, RANGE, to(3, LEAF), 0x7ff, to(4, LEAF), 0xfff);
        fill(2, LEAF, ENTRY + 8, 0x1fff, 0);
        fill(3, LEAF, ENTRY + 16, 0x7ff);
        fill(4, LEAF, ENTRY + 24, 0x8ff, ENTRY + 32, 0xfff);
        read();
        assertThat(found).containsExactly("0..7ff=16", "800..8ff=24", "900..fff=32", "1000..1fff=8");
        assertThat(problems).isEmpty();
        assertThat(tree().find(TREE, 0x8ff)).hasValue(ENTRY + 24);
        assertThat(tree().find(TREE, 0x1fff)).hasValue(ENTRY + 8);
        assertThat(tree().find(TREE, 0x2000)).isEmpty();
    }

    @Test
    void reservedRangesAreNoEntries() {
        root(to(0, LEAF));
        fill(0, LEAF, 257 << 2 | 2, 0xff, ENTRY + 8, 0x1ff);
        read();
        assertThat(found).containsExactly("100..1ff=8");
        assertThat(tree().find(TREE, 0x10)).isEmpty();
    }

    @Test
    void whoeverWantsNoMoreGetsNoMore() {
        root(to(0, LEAF));
        fill(0, LEAF, ENTRY, 0xff, ENTRY + 8, 0x1ff);
        tree().forEach(TREE, (first, last, entry) -> found.add("one") && found.isEmpty(), problems::add);
        assertThat(found).hasSize(1);
    }

    @Test
    void aNodeThatLeadsToItselfIsSaidAndTheRestIsRead() {
        root(to(0, RANGE));
        fill(0, RANGE, to(0, RANGE), 0xff, to(1, LEAF));
        fill(1, LEAF, ENTRY + 8, 0x1ff);
        read();
        assertThat(found).containsExactly("100..1ff=8");
        assertThat(problems).containsExactly("maple tree at ffff888001000000 runs in a circle at ffff888002000000");
        assertThat(tree().find(TREE, 5)).isEmpty();
    }

    @Test
    void aWildPointerIsSaidAndTheRestIsRead() {
        root(to(0, RANGE));
        fill(0, RANGE, 0xdead000000000000L | LEAF << 3 | 4, 0xff, to(1, LEAF));
        fill(1, LEAF, ENTRY + 8, 0x1ff);
        read();
        assertThat(found).containsExactly("100..1ff=8");
        assertThat(problems)
                .containsExactly("maple tree at ffff888001000000 breaks off at dead000000000000: "
                        + "no virtual memory at dead000000000000: no page");
        assertThatThrownBy(() -> tree().find(TREE, 5)).isInstanceOf(MemoryFaultException.class);
    }

    @Test
    void aWordThatIsNoNodeAndATypeThatNoneHasAreSaid() {
        root(to(0, RANGE));
        fill(0, RANGE, 0, 0xff, to(1, 9), 0x1ff, to(2, LEAF));
        fill(2, LEAF, ENTRY + 8, 0x2ff);
        read();
        assertThat(found).containsExactly("200..2ff=8");
        assertThat(problems)
                .containsExactly(
                        "maple tree at ffff888001000000 has no node where one belongs, in ffff888002000000 for 0..ff",
                        "maple tree at ffff888001000000 has a node of no known type (9) at ffff888002000100");
        assertThatThrownBy(() -> tree().find(TREE, 0x100))
                .isInstanceOf(TypeDataException.class)
                .hasMessageContaining("no known type (9)");
    }

    @Test
    void rangesThatFallAreSaid() {
        root(to(0, LEAF));
        fill(0, LEAF, ENTRY + 8, 0xff, ENTRY + 16, 0x20, ENTRY + 24, 0x300);
        read();
        assertThat(found).containsExactly("0..ff=8");
        assertThat(problems).singleElement().asString().endsWith("whose ranges are not in order, at ffff888002000000");
    }

    @Test
    void aTreeThatIsTooHighIsCut() {
        root(to(0, RANGE));
        for (int i = 0; i < 60; i++) {
            fill(i, RANGE, to(i + 1, RANGE), -1);
        }
        read();
        assertThat(problems).singleElement().asString().contains("is higher than any can be, at ");
        assertThat(tree().find(TREE, 5)).isEmpty();
    }

    @Test
    void ofManyFaultsTheFirstOnesAreTold() {
        root(to(0, RANGE));
        fill(0, RANGE, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1, 6, 1, 7, 1, 8, 1, 9, 1, 10, 1, 11, 1, -1L);
        read();
        assertThat(problems).hasSize(9).last().isEqualTo("maple tree at ffff888001000000 has 4 further faults");
    }

    @Test
    void memoryThatTheReceiverMissesCostsOneEntry() {
        root(to(0, LEAF));
        fill(0, LEAF, ENTRY, 0xff, ENTRY + 8, 0x1ff);
        tree().forEach(
                        TREE,
                        (first, last, entry) -> {
                            if (entry == ENTRY) {
                                throw new MemoryFaultException("virtual", entry, "not there");
                            }
                            return found.add("second");
                        },
                        problems::add);
        assertThat(found).containsExactly("second");
        assertThat(problems).singleElement().asString().contains("breaks off at ffff888003000000");
    }

    @Test
    void aRootThatIsNotThereIsSaid() {
        memory.lose(TREE);
        read();
        assertThat(problems).singleElement().asString().contains("breaks off at ffff888001000000");
    }
}
