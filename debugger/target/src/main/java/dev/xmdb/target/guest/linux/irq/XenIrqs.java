package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Reads what the kernel's Xen code keeps of interrupt numbers and event channels: a list of all of them, and the way from a channel to
 * its number.
 */
public final class XenIrqs {
    private static final int MOST = 1 << 18;
    private static final int PER_ROW = Frames.PAGE_SIZE / Integer.BYTES;
    /** The names of the kinds; kernels that name them have numbered them so since 3.0. */
    private static final List<String> KINDS =
            List.of("IRQT_UNBOUND", "IRQT_PIRQ", "IRQT_VIRQ", "IRQT_IPI", "IRQT_EVTCHN");

    private final KernelVariables kernel;
    private final AddressSpace memory;
    private final int ports;
    private final Consumer<String> problems;
    private final StructLayout layout;
    private final List<XenIrq> found = new ArrayList<>();

    private XenIrqs(KernelVariables kernel, int ports, Consumer<String> problems) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.ports = ports;
        this.problems = problems;
        this.layout = layout(kernel.types());
    }

    /** The structure, of which others in the kernel have the name. */
    private static StructLayout layout(Types types) {
        return types.layoutWith("struct irq_info", "evtchn");
    }

    /**
     * Every interrupt number of Xen's, in the order of the channels, those without one first. What the list and the way back from a channel
     * say differently is told.
     *
     * @param ports how many channels there can be
     * @param problems receives a sentence for what cannot be read and for each disagreement
     * @throws TypeDataException when the kernel's types do not tell what they are
     */
    public static List<XenIrq> read(KernelVariables kernel, int ports, Consumer<String> problems) {
        var reader = new XenIrqs(kernel, ports, problems);
        reader.list();
        reader.found.sort(Comparator.comparingInt(XenIrq::port).thenComparingInt(XenIrq::irq));
        reader.compare();
        return List.copyOf(reader.found);
    }

    /**
     * The one at an address.
     *
     * @throws MemoryFaultException when it is not in memory
     */
    public static XenIrq at(KernelVariables kernel, long address) {
        return new XenIrqs(kernel, 0, sentence -> {}).one(address);
    }

    /**
     * The interrupt number of a channel by the kernel's way back from it; empty for none.
     *
     * @throws MemoryFaultException when the way is not in memory
     */
    public static OptionalInt irqOf(KernelVariables kernel, int port) {
        long rows = kernel.word("evtchn_to_irq");
        AddressSpace memory = kernel.memory();
        long row = rows == 0 ? 0 : memory.readWord(rows + (long) (port / PER_ROW) * memory.wordSize());
        int irq = row == 0 ? -1 : memory.readInt(row + (long) (port % PER_ROW) * Integer.BYTES);
        return irq < 0 ? OptionalInt.empty() : OptionalInt.of(irq);
    }

    private void list() {
        long link = layout.member("list").offset();
        Chain chain = new Chain("xen_irq_list_head", memory::readWord, MOST);
        Chain.End end = chain.followHeaded(kernel.address("xen_irq_list_head"), at -> {
            found.add(one(at - link));
            return true;
        });
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
    }

    private XenIrq one(long address) {
        StructView view = layout.at(memory, address);
        return new XenIrq(
                address,
                (int) view.number("irq"),
                (int) view.number("evtchn"),
                (int) view.number("cpu") & 0xffff,
                binding(view),
                optional(view, "mask_reason"),
                optional(view, "is_active") != 0,
                optional(view, "spurious_cnt"));
    }

    private static int optional(StructView view, String member) {
        return view.layout().has(member) ? (int) view.number(member) & 0xff : 0;
    }

    private XenBinding binding(StructView view) {
        int type = (int) view.number("type");
        return switch (kind(type)) {
            case "IRQT_UNBOUND" -> new XenBinding.Unbound();
            case "IRQT_PIRQ" ->
                new XenBinding.Physical(
                        small(view, "u.pirq.pirq"),
                        small(view, "u.pirq.gsi"),
                        small(view, "u.pirq.vector"),
                        small(view, "u.pirq.domid"),
                        small(view, "u.pirq.flags"));
            case "IRQT_VIRQ" -> new XenBinding.Virtual(small(view, "u.virq"));
            case "IRQT_IPI" -> new XenBinding.Processor((int) view.number("u.ipi"));
            case "IRQT_EVTCHN" ->
                // Since 5.11 and its backports; before, the kernel does not keep whose it is.
                new XenBinding.Interdomain(layout.has("u.interdomain") ? view.number("u.interdomain") : 0);
            default -> new XenBinding.Unknown(type);
        };
    }

    private static int small(StructView view, String member) {
        return view.layout().has(member) ? (int) view.number(member) & 0xffff : 0;
    }

    /** By the kernel's own enumeration where its types have it. */
    private String kind(int type) {
        return kernel.types()
                .find("enum xen_irq_type")
                .map(kernel.types()::complete)
                .filter(Type.Enumeration.class::isInstance)
                .map(Type.Enumeration.class::cast)
                .flatMap(names -> names.nameOf(type))
                .orElse(type >= 0 && type < KINDS.size() ? KINDS.get(type) : "");
    }

    private void compare() {
        for (XenIrq each : found) {
            if (each.port() == 0) {
                continue;
            }
            if (each.port() < 0 || each.port() >= ports) {
                problems.accept("irq_info at " + Long.toHexString(each.address()) + ": event channel "
                        + Integer.toUnsignedString(each.port()) + " is beyond the last one, " + (ports - 1));
                continue;
            }
            try {
                OptionalInt back = irqOf(kernel, each.port());
                if (back.isEmpty() || back.getAsInt() != each.irq()) {
                    problems.accept("irq_info at " + Long.toHexString(each.address()) + " says that event channel "
                            + each.port() + " is irq " + each.irq() + ", evtchn_to_irq says "
                            + (back.isEmpty() ? "none" : Integer.toString(back.getAsInt())));
                }
            } catch (MemoryFaultException fault) {
                problems.accept("evtchn_to_irq of event channel " + each.port() + ": " + fault.getMessage());
                return;
            }
        }
        strays();
    }

    /** Channels that lead to a number which does not lead back. */
    private void strays() {
        long rows = kernel.word("evtchn_to_irq");
        var bound = new HashSet<Integer>();
        found.forEach(each -> bound.add(each.port()));
        for (int row = 0; row * PER_ROW < ports; row++) {
            try {
                long start = rows == 0 ? 0 : memory.readWord(rows + (long) row * memory.wordSize());
                for (int column = 0; start != 0 && column < PER_ROW; column++) {
                    int irq = memory.readInt(start + (long) column * Integer.BYTES);
                    int port = row * PER_ROW + column;
                    if (irq >= 0 && !bound.contains(port)) {
                        problems.accept("evtchn_to_irq says that event channel " + port + " is irq " + irq
                                + ", which no irq_info says");
                    }
                }
            } catch (MemoryFaultException fault) {
                problems.accept("evtchn_to_irq of event channels from " + row * PER_ROW + ": " + fault.getMessage());
                return;
            }
        }
    }
}
