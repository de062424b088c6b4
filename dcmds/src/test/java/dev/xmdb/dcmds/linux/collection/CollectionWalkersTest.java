package dev.xmdb.dcmds.linux.collection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walkers of the kernel's containers, on containers of a real kernel that must agree with each other. */
class CollectionWalkersTest {
    private final Conversation session = new Conversation(LinuxDomain.target());

    private List<String> walk(String commands) {
        List<String> found = session.run(commands).lines().toList();
        assertThat(session.messages()).isEmpty();
        return found;
    }

    /** The offset of a member, as a hexadecimal number. */
    private long offset(String type, String member) {
        String line = session.run("::offsetof '" + type + "' " + member);
        return Long.parseLong(line.replaceAll("(?s).*?= (?:0x)?([0-9a-f]+).*", "$1"), 16);
    }

    private static List<Long> moved(List<String> addresses, long by) {
        return addresses.stream()
                .map(address -> Long.parseUnsignedLong(address.substring(2), 16) - by)
                .toList();
    }

    @Test
    void theTreeOfKernelMappingsHasThoseOfTheirList() {
        List<Long> tree = moved(walk("vmap_area_root::walk rbtree"), offset("struct vmap_area", "rb_node"));
        List<Long> list = moved(walk("vmap_area_list::walk list_head"), offset("struct vmap_area", "list"));
        assertThat(tree).hasSizeGreaterThan(20).isEqualTo(list);
    }

    @Test
    void anEmbeddedLinkLeadsToTheStructureAroundIt() {
        List<Long> mappings = moved(walk("vmap_area_list::walk list_head"), offset("struct vmap_area", "list"));
        assertThat(walk("vmap_area_list::walk list_head | ::container_of struct vmap_area list"))
                .map(address -> Long.parseUnsignedLong(address, 16))
                .isEqualTo(mappings);
        assertThat(session.run("%x::container_of struct vmap_area list"
                        .formatted(mappings.getFirst() + offset("struct vmap_area", "list"))))
                .isEqualTo("%x\n".formatted(mappings.getFirst()));
    }

    @Test
    void aListOfStructuresThatEmbedItsLinksHasTheStructures() {
        List<String> tasks = walk("init_task::list 'struct task_struct' tasks");
        List<String> processes =
                walk("::ps | ::filter pid > 0").stream().skip(1).toList();
        assertThat(tasks.getFirst()).isEqualTo(walk("init_task=K").getFirst().strip());
        assertThat(tasks.subList(1, tasks.size()))
                .hasSize(processes.size())
                .allSatisfy(task -> assertThat(processes).anyMatch(line -> line.contains(task)));
        assertThat(session.errors("init_task::container_of struct task_struct no_such"))
                .startsWith("xmdb: failed to find member no_such of type struct task_struct: no such member");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xarray", "radix", "radix_tree"})
    void interruptDescriptorsAreInOrderOfTheirNumbers(String walker) {
        List<String> numbers = walk("irq_desc_tree::walk " + walker + " | ::print struct irq_desc irq_data.irq");
        assertThat(numbers).hasSizeGreaterThan(5).first().isEqualTo("irq_data.irq = 0");
        assertThat(numbers).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maple", "maple_tree"})
    void aMapleTreeHasAsManyMappingsAsItsOwnerCounts(String walker) {
        String task = walk("0t1::pid2proc").getFirst();
        List<String> counted = walk(task + "::print struct task_struct mm->map_count");
        List<String> mappings = walk(task + "::print struct task_struct mm | ::map .+"
                + Long.toHexString(offset("struct mm_struct", "mm_mt")) + " | ::walk " + walker);
        assertThat(mappings).hasSize(Integer.decode(counted.getFirst().replaceAll(".* = ", "")));
    }

    @Test
    void theHashChainOfADirectorysNamesHasItsName() {
        String name = walk("init_task::print struct task_struct fs->root.dentry")
                .getFirst()
                .replaceAll(".* = ", "");
        String chain = walk(name + "::print struct dentry d_inode | ::map .+"
                        + Long.toHexString(offset("struct inode", "i_dentry")))
                .getFirst();
        assertThat(moved(walk(chain + "::walk hlist"), offset("struct dentry", "d_u")))
                .containsExactly(Long.parseUnsignedLong(name.substring(2), 16));
    }

    @Test
    void wildRootsAreSaid() {
        assertThat(session.errors("1000::walk rbtree")).contains("red-black tree at 1000 breaks off at 1000: ");
        assertThat(session.errors("1000::walk maple")).contains("maple tree at 1000 breaks off at 1000: ");
        assertThat(session.errors("1000::walk xarray")).contains("xarray at 1000 breaks off at 1000: ");
        assertThat(session.errors("1000::walk hlist")).contains("hash chain's nodes break off at 1000: ");
        assertThat(session.outcome().succeeded()).isFalse();
    }
}
