package dev.xmdb.target.guest.linux.collection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypesOf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RedBlackTreeTest {
    private static final long ROOT = 0xffff888001000000L;
    private static final long NODES = 0xffff888002000000L;

    private final MemoryOf memory = new MemoryOf(8);
    private final List<Long> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    RedBlackTreeTest() {
        memory.word(ROOT, 0).put(NODES, new byte[0x4000]);
    }

    private static long node(int number) {
        return NODES + number * 24L;
    }

    private void link(int number, long left, long right) {
        memory.word(node(number) + 8, right).word(node(number) + 16, left);
    }

    private void read() {
        tree().forEach(ROOT, node -> found.add((node - NODES) / 24), problems::add);
    }

    private RedBlackTree tree() {
        var types = new TypesOf();
        types.struct("rb_root", 8).number("rb_node", 0, 8);
        types.struct("rb_node", 24).number("rb_right", 8, 8).number("rb_left", 16, 8);
        return new RedBlackTree(memory, types);
    }

    @Test
    void nodesComeInOrder() {
        memory.word(ROOT, node(4));
        link(4, node(2), node(6));
        link(2, node(1), node(3));
        link(6, node(5), 0);
        read();
        assertThat(found).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(problems).isEmpty();
    }

    @Test
    void anEmptyTreeHasNothing() {
        read();
        assertThat(found).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void whoeverWantsNoMoreGetsNoMore() {
        memory.word(ROOT, node(2));
        link(2, node(1), node(3));
        tree().forEach(ROOT, node -> found.add(node) && found.size() < 2, problems::add);
        assertThat(found).containsExactly(node(1), node(2));
    }

    @Test
    void circlesAreSaidAndTheRestIsRead() {
        memory.word(ROOT, node(2));
        link(2, node(1), node(3));
        link(1, node(2), node(1));
        read();
        assertThat(found).containsExactly(1L, 2L, 3L);
        assertThat(problems)
                .containsExactly(
                        "red-black tree at ffff888001000000 runs in a circle at " + Long.toHexString(node(2)),
                        "red-black tree at ffff888001000000 runs in a circle at " + Long.toHexString(node(1)));
    }

    @Test
    void wildPointersAreSaidAndTheRestIsRead() {
        memory.word(ROOT, node(2));
        link(2, 0x1234, node(3));
        link(3, 0, 0x5678);
        read();
        assertThat(found).containsExactly(2L, 3L);
        assertThat(problems)
                .containsExactly(
                        "red-black tree at ffff888001000000 leads to 1234, where no memory is",
                        "red-black tree at ffff888001000000 leads to 5678, where no memory is");
    }

    @Test
    void aTreeThatIsTooHighIsCut() {
        memory.word(ROOT, node(0));
        for (int i = 0; i < 200; i++) {
            link(i, node(i + 1), 0);
        }
        read();
        assertThat(found).hasSize(128);
        assertThat(problems).singleElement().asString().contains("is higher than a balanced one can be");
    }

    @Test
    void memoryThatTheReceiverMissesCostsOneNode() {
        memory.word(ROOT, node(2));
        link(2, node(1), 0);
        tree().forEach(
                        ROOT,
                        node -> {
                            if (node == node(1)) {
                                throw new MemoryFaultException("virtual", node, "not there");
                            }
                            return found.add(node);
                        },
                        problems::add);
        assertThat(found).containsExactly(node(2));
        assertThat(problems).hasSize(1);
    }

    @Test
    void aRootThatIsNotThereIsSaid() {
        memory.lose(ROOT);
        read();
        assertThat(problems).singleElement().asString().contains("breaks off at ffff888001000000");
    }
}
