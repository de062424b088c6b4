package dev.xmdb.target.guest.linux.irq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.guest.linux.variable.KernelOf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descriptors in each of the containers that kernels have had for them. */
final class IrqDescriptorsTest {
    private static final long DESCRIPTORS = 0xffff888001000000L;
    private static final long STRINGS = 0xffff888002000000L;
    private static final long ACTIONS = 0xffff888003000000L;
    private static final long NODES = 0xffff888004000000L;
    private static final long CHIP = 0xffff888005000000L;
    private static final long COUNTS = 0x5000;
    private static final int SIZE = 0x100;

    private final KernelOf kernel = new KernelOf();
    private final List<String> problems = new ArrayList<>();

    IrqDescriptorsTest() {
        var types = kernel.types();
        types.struct("irq_common_data", 40)
                .number("state_use_accessors", 0, 4)
                .number("handler_data", 8, 8)
                .words("affinity", 24, 1);
        types.struct("irq_data", 56)
                .number("irq", 4, 4)
                .number("hwirq", 8, 8)
                .number("chip", 24, 8)
                .number("domain", 32, 8)
                .number("chip_data", 48, 8);
        types.struct("irq_desc", SIZE)
                .struct("irq_common_data", 0, "irq_common_data")
                .struct("irq_data", 40, "irq_data")
                .number("kstat_irqs", 96, 8)
                .number("handle_irq", 104, 8)
                .number("action", 112, 8)
                .number("depth", 128, 4)
                .number("irqs_unhandled", 132, 4)
                .number("name", 136, 8);
        types.struct("irqaction", 128)
                .number("handler", 0, 8)
                .number("dev_id", 8, 8)
                .number("next", 24, 8)
                .number("thread_fn", 32, 8)
                .number("thread", 40, 8)
                .number("name", 80, 8);
        types.struct("irq_chip", 128).number("name", 0, 8);
        kernel.memory().put(DESCRIPTORS, new byte[0x2000]);
        kernel.memory().put(NODES, new byte[0x1000]);
        kernel.memory().word(CHIP, STRINGS).text(STRINGS, "xen-dyn").text(STRINGS + 0x10, "event");
        kernel.memory().put(0xffff888010000000L + COUNTS, 4, 7);
        kernel.memory().put(0xffff888020000000L + COUNTS, 4, 0xffffffffL);
        kernel.cpus(0xffff888010000000L, 0xffff888020000000L);
    }

    private long descriptor(int place, int irq) {
        long at = DESCRIPTORS + (long) place * SIZE;
        kernel.memory()
                .put(at, 4, 1 << 13 | 1 << 16)
                .put(at + 24, 8, 2)
                .put(at + 44, 4, irq)
                .put(at + 48, 8, 100 + irq)
                .word(at + 64, CHIP)
                .word(at + 96, COUNTS)
                .put(at + 128, 4, 1)
                .word(at + 136, STRINGS + 0x10);
        return at;
    }

    private void action(int place, String name, long next) {
        long at = ACTIONS + place * 0x100L;
        kernel.memory()
                .put(at, new byte[0x100])
                .word(at, 0xffffffff81000100L + place)
                .word(at + 24, next)
                .word(at + 80, STRINGS + 0x100 + place * 0x10L)
                .text(STRINGS + 0x100 + place * 0x10L, name);
    }

    private List<IrqDescriptor> read() {
        return IrqDescriptors.read(kernel.made(), problems::add);
    }

    private void treeTypes() {
        kernel.types().struct("xarray", 16).number("xa_head", 8, 8);
        kernel.types().struct("xa_node", 576).number("shift", 0, 1).words("slots", 40, 64);
    }

    /** Linux 4.20 to 6.4. */
    @Test
    void anXarrayHasThem() {
        treeTypes();
        kernel.memory().word(kernel.variable("irq_desc_tree") + 8, NODES | 2);
        kernel.memory().word(NODES + 40 + 8 * 5, descriptor(0, 5)).word(NODES + 40 + 8 * 9, descriptor(1, 9));
        assertThat(read()).extracting(IrqDescriptor::number).containsExactly(5, 9);
        assertThat(problems).isEmpty();
    }

    /** Up to 4.19. */
    @Test
    void aRadixTreeHasThem() {
        kernel.types().struct("radix_tree_root", 16).number("rnode", 8, 8);
        kernel.types().struct("radix_tree_node", 576).number("shift", 0, 1).words("slots", 40, 64);
        kernel.memory().word(kernel.variable("irq_desc_tree") + 8, NODES | 1);
        kernel.memory().word(NODES + 40 + 8 * 63, descriptor(0, 63));
        assertThat(read()).extracting(IrqDescriptor::number).containsExactly(63);
        assertThat(problems).isEmpty();
    }

    /** Since 6.5. */
    @Test
    void aMapleTreeHasThem() {
        var types = kernel.types();
        types.struct("maple_tree", 16).number("ma_root", 8, 8);
        types.struct("maple_node", 256).words("slot", 8, 31);
        types.struct("maple_range_64", 256).words("pivot", 8, 15).words("slot", 128, 16);
        types.struct("maple_arange_64", 248).words("pivot", 8, 9).words("slot", 80, 10);
        // A leaf: nothing up to 2, an entry at 3, one at 4, and nothing from there on.
        kernel.memory().word(kernel.variable("sparse_irqs") + 8, NODES | 1 << 3 | 2);
        kernel.memory()
                .word(NODES + 8, 2)
                .word(NODES + 16, 3)
                .word(NODES + 24, 4)
                .word(NODES + 32, -1);
        kernel.memory().word(NODES + 136, descriptor(0, 3)).word(NODES + 144, descriptor(1, 4));
        assertThat(read()).extracting(IrqDescriptor::number).containsExactly(3, 4);
        assertThat(problems).isEmpty();
    }

    /** A kernel without CONFIG_SPARSE_IRQ: the array is as long as the kernel says, and no longer than its variable. */
    @Test
    void anArrayHasThem() {
        long array = kernel.variable("irq_desc");
        kernel.memory().put(array + 44, 4, 0).put(array + SIZE + 44, 4, 1);
        long count = kernel.variable("nr_irqs");
        kernel.memory().put(count, 4, 2);
        assertThat(read()).extracting(IrqDescriptor::number).containsExactly(0, 1);
        kernel.memory().put(count, 4, 1 << 30);
        for (int each = 0; each < 16; each++) {
            kernel.memory().put(array + (long) each * SIZE + 44, 4, each);
        }
        assertThat(read()).hasSize(16);
    }

    @Test
    void aDescriptorTellsItsControllerCountsAndCpus() {
        treeTypes();
        kernel.memory().word(kernel.variable("irq_desc_tree") + 8, descriptor(0, 0));
        assertThat(read()).singleElement().satisfies(irq -> {
            assertThat(irq.chip()).isEqualTo("xen-dyn");
            assertThat(irq.flow()).isEqualTo("event");
            assertThat(irq.hardwareNumber()).isEqualTo(100);
            assertThat(irq.counts()).containsExactly(7L, 0xffffffffL);
            assertThat(irq.affinity()).containsExactly(1);
            assertThat(irq.level()).isTrue();
            assertThat(irq.states()).containsExactly("disabled");
            assertThat(irq.depth()).isEqualTo(1);
        });
    }

    @Test
    void driversThatShareAnInterruptAreAllFoundAndACircleOfThemIsTold() {
        treeTypes();
        long irq = descriptor(0, 0);
        kernel.memory().word(kernel.variable("irq_desc_tree") + 8, irq).word(irq + 112, ACTIONS);
        action(0, "first", ACTIONS + 0x100);
        action(1, "second", 0);
        assertThat(read().getFirst().actions()).extracting(IrqAction::name).containsExactly("first", "second");
        assertThat(problems).isEmpty();
        action(1, "second", ACTIONS);
        assertThat(read().getFirst().actions()).hasSize(2);
        assertThat(problems).containsExactly("actions of irq 0 run in a circle at ffff888003000000");
    }

    @Test
    void aDescriptorThatIsNotThereIsToldAndTheOthersAreRead() {
        treeTypes();
        kernel.memory().word(kernel.variable("irq_desc_tree") + 8, NODES | 2);
        kernel.memory().word(NODES + 40, 0xffff888099000000L).word(NODES + 48, descriptor(0, 1));
        assertThat(read()).extracting(IrqDescriptor::number).containsExactly(1);
        assertThat(problems).hasSize(1).first().asString().startsWith("irq_desc at ffff888099000000: ");
    }
}
