package dev.xmdb.target.guest.linux.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypesOf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Trees of indices made by hand, with the nodes of a 64-bit kernel. */
final class XArrayTest {
    private static final long ROOT = 0xffff888001000000L;
    private static final long NODES = 0xffff888002000000L;
    private static final long ENTRY = 0xffff888003000000L;
    private static final int SLOTS = 40;

    private final MemoryOf memory = new MemoryOf(8);
    private final List<String> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    XArrayTest() {
        memory.word(ROOT + 8, 0);
        memory.put(NODES, new byte[0x8000]);
    }

    private static long node(int number) {
        return NODES + number * 0x400L;
    }

    private void shift(int number, int shift) {
        memory.put(node(number), 1, shift);
    }

    private void slot(int number, int slot, long word) {
        memory.word(node(number) + SLOTS + slot * 8L, word);
    }

    private void read(XArray tree) {
        tree.forEach(
                ROOT,
                (first, last, entry) -> found.add(Long.toHexString(first)
                        + (first == last ? "" : ".." + Long.toHexString(last))
                        + "="
                        + (Long.compareUnsigned(entry, ENTRY) < 0 ? "number " + entry : entry - ENTRY)),
                problems::add);
    }

    /** The coding since 4.20. */
    @Nested
    final class Modern {
        private XArray tree() {
            var types = new TypesOf();
            types.struct("xarray", 16).number("xa_head", 8, 8);
            types.struct("xa_node", 576).number("shift", 0, 1).words("slots", SLOTS, 64);
            return new XArray(memory, types);
        }

        private static long to(int number) {
            return node(number) | 2;
        }

        private void root(long word) {
            memory.word(ROOT + 8, word);
        }

        @Test
        void anEmptyArrayHasNothing() {
            read(tree());
            assertThat(found).isEmpty();
            assertThat(problems).isEmpty();
            assertThat(tree().find(ROOT, 0)).isEmpty();
        }

        @Test
        void anEntryInTheHeadStandsAtTheFirstIndex() {
            root(ENTRY + 8);
            read(tree());
            assertThat(found).containsExactly("0=8");
            assertThat(tree().find(ROOT, 0)).hasValue(ENTRY + 8);
            assertThat(tree().find(ROOT, 1)).isEmpty();
        }

        @Test
        void slotsOfNodesOnTwoLevelsMakeTheIndex() {
            root(to(0));
            shift(0, 6);
            slot(0, 0, to(1));
            slot(0, 3, to(2));
            slot(1, 5, ENTRY + 8);
            slot(2, 1, ENTRY + 16);
            slot(2, 2, 77 << 1 | 1);
            read(tree());
            assertThat(found).containsExactly("5=8", "c1=16", "c2=number 155");
            assertThat(problems).isEmpty();
            assertThat(tree().find(ROOT, 0xc1)).hasValue(ENTRY + 16);
            assertThat(tree().find(ROOT, 0x41)).isEmpty();
            assertThat(tree().find(ROOT, 0x10c1)).isEmpty();
        }

        @Test
        void anEntryOfSeveralIndicesIsDeliveredOnce() {
            root(to(0));
            shift(0, 6);
            slot(0, 0, to(1));
            slot(0, 2, ENTRY + 8);
            slot(0, 3, 2 << 2 | 2);
            slot(1, 4, ENTRY + 16);
            slot(1, 5, 4 << 2 | 2);
            slot(1, 6, 4 << 2 | 2);
            read(tree());
            assertThat(found).containsExactly("4..6=16", "80..ff=8");
            assertThat(problems).isEmpty();
            assertThat(tree().find(ROOT, 6)).hasValue(ENTRY + 16);
            assertThat(tree().find(ROOT, 0xff)).hasValue(ENTRY + 8);
        }

        @Test
        void marksOfTheKernelsOwnAreNoEntries() {
            root(to(0));
            slot(0, 1, 256 << 2 | 2);
            slot(0, 2, 257 << 2 | 2);
            slot(0, 3, ENTRY + 8);
            read(tree());
            assertThat(found).containsExactly("3=8");
            assertThat(problems).isEmpty();
            assertThat(tree().find(ROOT, 1)).isEmpty();
        }

        @Test
        void theHighestIndexOfAllIsReached() {
            root(to(0));
            shift(0, 60);
            slot(0, 15, ENTRY + 8);
            slot(0, 16, ENTRY + 16);
            read(tree());
            assertThat(found).containsExactly("f000000000000000..ffffffffffffffff=8");
            assertThat(problems).singleElement().asString().endsWith("with more indices than there are");
        }

        @Test
        void nodesOfAWrongLevelAndBelowTheLowestAreSaid() {
            root(to(0));
            shift(0, 12);
            slot(0, 0, to(1));
            slot(0, 1, to(2));
            shift(2, 6);
            slot(2, 0, to(3));
            slot(3, 1, to(4));
            slot(3, 2, ENTRY + 8);
            read(tree());
            assertThat(found).containsExactly("1002=8");
            assertThat(problems)
                    .containsExactly(
                            "xarray at ffff888001000000 has a node at ffff888002000400 that belongs to another level"
                                    + " (shift 0)",
                            "xarray at ffff888001000000 has a node below the lowest level, at ffff888002000c00");
        }

        @Test
        void aNodeThatIsThereTwiceIsReadOnce() {
            root(to(0));
            shift(0, 6);
            for (int i = 0; i < 64; i++) {
                slot(0, i, to(1));
            }
            slot(1, 0, ENTRY + 8);
            read(tree());
            assertThat(found).containsExactly("0=8");
            assertThat(problems).hasSize(9).last().asString().endsWith("has 55 further faults");
        }

        @Test
        void aCircleEndsTheSearchForAnIndex() {
            root(to(0));
            shift(0, 6);
            slot(0, 0, to(0));
            assertThat(tree().find(ROOT, 5)).isEmpty();
        }

        @Test
        void aWildPointerIsSaidAndTheRestIsRead() {
            root(to(0));
            shift(0, 6);
            slot(0, 0, 0xdead000000000002L);
            slot(0, 1, to(1));
            slot(1, 0, ENTRY + 8);
            read(tree());
            assertThat(found).containsExactly("40=8");
            assertThat(problems).singleElement().asString().contains("breaks off at dead000000000000: ");
            assertThatThrownBy(() -> tree().find(ROOT, 0)).isInstanceOf(MemoryFaultException.class);
        }
    }

    /** The coding before 4.20. */
    @Nested
    final class Radix {
        private XArray tree() {
            var types = new TypesOf();
            types.struct("radix_tree_root", 16).number("rnode", 8, 8);
            types.struct("radix_tree_node", 576).number("shift", 0, 1).words("slots", SLOTS, 64);
            return new XArray(memory, types);
        }

        private static long to(int number) {
            return node(number) | 1;
        }

        @Test
        void nodesAreMarkedByTheLowestBitAndNumbersByTheSecond() {
            memory.word(ROOT + 8, to(0));
            shift(0, 6);
            slot(0, 1, to(1));
            slot(1, 2, ENTRY + 8);
            slot(1, 3, 5 << 2 | 2);
            read(tree());
            assertThat(found).containsExactly("42=8", "43=number 22");
            assertThat(problems).isEmpty();
            assertThat(tree().find(ROOT, 0x42)).hasValue(ENTRY + 8);
        }

        @Test
        void aSlotThatLeadsToAnotherOfItsNodeBelongsToItsEntry() {
            memory.word(ROOT + 8, to(0));
            slot(0, 2, ENTRY + 8);
            slot(0, 3, node(0) + SLOTS + 2 * 8 | 1);
            slot(0, 4, 1);
            read(tree());
            assertThat(found).containsExactly("2..3=8");
            assertThat(problems).isEmpty();
            assertThat(tree().find(ROOT, 3)).hasValue(ENTRY + 8);
            assertThat(tree().find(ROOT, 4)).isEmpty();
        }

        @Test
        void damageNamesARadixTree() {
            memory.word(ROOT + 8, 0xdead000000000001L);
            read(tree());
            assertThat(problems).singleElement().asString().startsWith("radix tree at ffff888001000000 breaks off");
        }
    }
}
