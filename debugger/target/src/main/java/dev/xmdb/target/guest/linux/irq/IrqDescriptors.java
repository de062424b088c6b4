package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.collection.MapleTree;
import dev.xmdb.target.guest.linux.collection.XArray;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/** Reads the kernel's descriptors of interrupt numbers. */
public final class IrqDescriptors {
    /** More than any x86 kernel has for its 8192 CPUs. */
    private static final int MOST = 1 << 20;

    private static final int MOST_ACTIONS = 4096;
    private static final int LONGEST_NAME = 256;

    private final KernelVariables kernel;
    private final AddressSpace memory;
    private final Consumer<String> problems;
    private final StructLayout layout;
    private final StructLayout actionLayout;
    private final StructLayout chipLayout;
    private final TreeMap<Integer, IrqDescriptor> found = new TreeMap<>();
    private final LongHashSet seen = new LongHashSet();

    private IrqDescriptors(KernelVariables kernel, Consumer<String> problems) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.problems = problems;
        this.layout = kernel.types().layout("struct irq_desc");
        this.actionLayout = kernel.types().layout("struct irqaction");
        this.chipLayout = kernel.types().layout("struct irq_chip");
    }

    /**
     * Every descriptor, in the order of their numbers.
     *
     * @param problems receives a sentence for what cannot be read
     * @throws TypeDataException when the kernel's types do not tell what a descriptor is, or it has none
     */
    public static List<IrqDescriptor> read(KernelVariables kernel, Consumer<String> problems) {
        var reader = new IrqDescriptors(kernel, problems);
        reader.all();
        return List.copyOf(reader.found.values());
    }

    /**
     * The descriptor at an address.
     *
     * @throws MemoryFaultException when it is not in memory
     * @throws TypeDataException when the kernel's types do not tell what a descriptor is
     */
    public static IrqDescriptor at(KernelVariables kernel, long address, Consumer<String> problems) {
        var reader = new IrqDescriptors(kernel, problems);
        return reader.one(reader.layout.at(kernel.memory(), address));
    }

    private void all() {
        OptionalLong since65 = kernel.find("sparse_irqs");
        OptionalLong before = kernel.find("irq_desc_tree");
        if (since65.isPresent()) {
            new MapleTree(memory, kernel.types())
                    .forEach(since65.getAsLong(), (first, last, entry) -> add(entry), problems);
        } else if (before.isPresent()) {
            new XArray(memory, kernel.types())
                    .forEach(before.getAsLong(), (first, last, entry) -> add(entry), problems);
        } else {
            // A kernel without CONFIG_SPARSE_IRQ has an array of them.
            array(kernel.address("irq_desc"));
        }
    }

    private void array(long start) {
        int count = kernel.has("nr_irqs") ? kernel.number("nr_irqs") : 0;
        long room = kernel.symbols().at(start).stream()
                .mapToLong(symbol -> kernel.symbols().size(symbol))
                .findFirst()
                .orElse(0);
        long most = Math.min(MOST, layout.size() == 0 ? 0 : room / layout.size());
        for (int number = 0; number < Math.clamp(count, 0, most); number++) {
            if (!add(start + number * layout.size())) {
                return;
            }
        }
    }

    private boolean add(long address) {
        if (!seen.add(address)) {
            problems.accept("irq_desc at " + Long.toHexString(address) + " stands for several interrupt numbers");
            return false;
        }
        try {
            IrqDescriptor descriptor = one(layout.at(memory, address));
            found.put(descriptor.number(), descriptor);
        } catch (MemoryFaultException fault) {
            problems.accept("irq_desc at " + Long.toHexString(address) + ": " + fault.getMessage());
        }
        return found.size() < MOST;
    }

    private IrqDescriptor one(StructView view) {
        long chip = view.number("irq_data.chip");
        // Up to 4.2 this lay in irq_data itself; no kernel that this reads is that old.
        StructView common = view.struct("irq_common_data");
        return new IrqDescriptor(
                view.address(),
                (int) view.number("irq_data.irq"),
                view.number("irq_data.hwirq"),
                layout.has("irq_data.domain") && view.number("irq_data.domain") != 0,
                chip == 0 ? "" : text(chipLayout.at(memory, chip).number("name")),
                text(view.number("name")),
                view.number("handle_irq"),
                view.number("irq_data.chip_data"),
                common.number("handler_data"),
                actions(view),
                counts(view),
                mask(common, "affinity"),
                mask(common, "effective_affinity"),
                view.number("depth"),
                common.number("state_use_accessors"),
                view.number("irqs_unhandled"));
    }

    private String text(long at) {
        try {
            return at == 0 ? "" : StructView.text(memory, at, LONGEST_NAME);
        } catch (MemoryFaultException notThere) {
            return "?";
        }
    }

    private List<IrqAction> actions(StructView descriptor) {
        var actions = new ArrayList<IrqAction>();
        long irq = descriptor.number("irq_data.irq");
        Chain chain = new Chain(
                "actions of irq " + irq, at -> actionLayout.at(memory, at).number("next"), MOST_ACTIONS);
        Chain.End end = chain.follow(descriptor.number("action"), at -> {
            StructView action = actionLayout.at(memory, at);
            actions.add(new IrqAction(
                    at,
                    text(action.number("name")),
                    action.number("handler"),
                    action.number("dev_id"),
                    action.number("thread_fn"),
                    action.number("thread")));
            return true;
        });
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
        return actions;
    }

    /** Each CPU counts in memory of its own. The count is the first thing there, since 6.10 in a structure with others. */
    private List<Long> counts(StructView descriptor) {
        long variable = descriptor.number("kstat_irqs");
        var counts = new ArrayList<Long>();
        if (variable != 0) {
            try {
                for (int cpu : kernel.perCpu().possible()) {
                    counts.add(Integer.toUnsignedLong(
                            memory.readInt(kernel.perCpu().address(variable, cpu))));
                }
            } catch (MemoryFaultException fault) {
                problems.accept("counts of irq " + descriptor.number("irq_data.irq") + ": " + fault.getMessage());
            }
        }
        return counts;
    }

    /** A mask of CPUs: in the structure itself, or at an address where the kernel was built for very many of them. */
    private List<Integer> mask(StructView common, String member) {
        if (!common.layout().has(member)) {
            return List.of();
        }
        boolean pointer = common.layout().member(member).type().resolved() instanceof Type.Pointer;
        long at = pointer ? common.number(member) : common.addressOf(member);
        if (at == 0) {
            return List.of();
        }
        try {
            List<Integer> possible = kernel.perCpu().possible();
            return IntStream.rangeClosed(0, possible.isEmpty() ? 0 : possible.getLast())
                    .filter(cpu -> (memory.readByte(at + cpu / Byte.SIZE) >>> cpu % Byte.SIZE & 1) != 0)
                    .boxed()
                    .toList();
        } catch (MemoryFaultException fault) {
            problems.accept(
                    member + " of the interrupt at " + Long.toHexString(common.address()) + ": " + fault.getMessage());
            return List.of();
        }
    }
}
