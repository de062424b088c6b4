package dev.xmdb.target.guest.solaris.interrupt;

import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructLayout;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The kernel's tables between event channels and interrupt numbers (module {@code unix}, all of them local symbols). How many CPUs the
 * kernel was built for, and so how wide a set of CPUs is, follows from the sizes of the tables.
 */
public final class InterruptTables {
    /** No interrupt number, no CPU. */
    public static final int NONE = -1;

    private static final int LEVELS = 16;
    private static final int CHANNELS_WIDE = 4096;
    private static final int CHANNELS_NARROW = 1024;
    private static final int INFO_SIZE = 4;
    private static final int INFO_TYPE = 2;
    private static final int INFO_LEVEL = 3;
    /** {@code mi_irq}, {@code mi_shared} and the byte that fills them up, behind the channels of the CPUs. */
    private static final int GROUP_TAIL = 4;

    private final KernelTable info;
    private final KernelTable processor;
    private final KernelTable virtual;
    private final KernelTable irqs;
    private final KernelTable cpus;
    private final HandlerLists handlers;
    private final InfoFields infoFields;
    private final int groupIrq;

    private record InfoFields(int size, int word, int type, int level) {}

    private InterruptTables(SolarisGuest kernel) {
        infoFields = infoFields(kernel);
        info = KernelTable.of(kernel, "irq_info", infoFields.size());
        processor = KernelTable.ofElements(kernel, "ipi_info", LEVELS);
        handlers = HandlerLists.read(kernel, "autovect");
        virtual = KernelTable.of(kernel, "virq_info", processor.stride());
        groupIrq = layout(kernel, "mec_info_t")
                .flatMap(layout -> layout.find("mi_irq"))
                .map(member -> (int) member.offset())
                .orElse(Math.max(0, processor.stride() - GROUP_TAIL));
        int channels = kernel.memory().wordSize() == Long.BYTES ? CHANNELS_WIDE : CHANNELS_NARROW;
        irqs = KernelTable.ofElements(kernel, "evtchn_to_irq", channels);
        if (irqs.stride() != Short.BYTES) {
            throw KernelTable.failed(
                    "evtchn_to_irq",
                    "its " + (long) irqs.stride() * channels + " bytes are not " + channels + " elements of "
                            + Short.BYTES);
        }
        if (kernel.symbols().valueOf("evtchn_cpus").isEmpty()) {
            throw new GuestDamageException("failed to lookup evtchn_cpus: unknown symbol name");
        }
        cpus = KernelTable.ofElements(kernel, "evtchn_cpus", channels);
    }

    /**
     * The tables of a kernel, read at the first need.
     *
     * @throws GuestDamageException when one of them cannot be read; names the table
     */
    public static InterruptTables of(SolarisGuest kernel) {
        return kernel.kept(InterruptTables.class, () -> new InterruptTables(kernel));
    }

    private static Optional<StructLayout> layout(SolarisGuest kernel, String type) {
        return kernel.types().find(type).map(found -> new StructLayout(kernel.types(), found));
    }

    private static InfoFields infoFields(SolarisGuest kernel) {
        return layout(kernel, "irq_info_t")
                .map(layout -> new InfoFields(
                        (int) layout.size(),
                        offset(layout, "ii_u.evtchn", 0),
                        offset(layout, "ii_type", INFO_TYPE),
                        offset(layout, "ii_u2.ipl", INFO_LEVEL)))
                .orElseGet(() -> new InfoFields(INFO_SIZE, 0, INFO_TYPE, INFO_LEVEL));
    }

    private static int offset(StructLayout layout, String member, int otherwise) {
        return layout.find(member).map(Member::offset).map(Long::intValue).orElse(otherwise);
    }

    /** How many event channels the kernel knows of. */
    public int channels() {
        return irqs.count();
    }

    /** How many interrupt numbers the kernel knows of. */
    public int interrupts() {
        return info.count();
    }

    /** The interrupt number of a channel; {@link #NONE} for an unassigned one. */
    public int irqOf(int channel) {
        return (short) irqs.number(channel, 0, Short.BYTES);
    }

    /** The first CPU that takes a channel; {@link #NONE} when none does. */
    public int cpuOf(int channel) {
        for (int at = 0; at < cpus.stride(); at++) {
            int bits = (int) cpus.number(channel, at, 1);
            if (bits != 0) {
                return at * Byte.SIZE + Integer.numberOfTrailingZeros(bits);
            }
        }
        return NONE;
    }

    /** What is known of an interrupt number; unbound when the table does not reach so far. */
    public Interrupt interrupt(int irq) {
        return new Interrupt(
                irq,
                irq >= 0 && irq < info.count()
                        ? Binding.of((int) info.number(irq, infoFields.type(), 1))
                        : Optional.empty(),
                (int) info.number(irq, infoFields.word(), Short.BYTES),
                (int) info.number(irq, infoFields.level(), 1));
    }

    /** The interrupt level: that of the interrupt, else that at which CPUs send it to each other, else 0. */
    public int levelOf(Interrupt interrupt) {
        return interrupt.level() != 0
                ? interrupt.level()
                : search(processor, interrupt.irq()).orElse(0);
    }

    /** Which virtual interrupt has a number; empty when none has. */
    public OptionalInt virtualOf(int irq) {
        return search(virtual, irq);
    }

    private OptionalInt search(KernelTable groups, int irq) {
        for (int index = 0; index < groups.count(); index++) {
            if ((short) groups.number(index, groupIrq, Short.BYTES) == irq) {
                return OptionalInt.of(index);
            }
        }
        return OptionalInt.empty();
    }

    /** The handlers of an interrupt number. */
    public HandlerLists.Handlers handlers(int irq) {
        return handlers.handlers(irq);
    }
}
