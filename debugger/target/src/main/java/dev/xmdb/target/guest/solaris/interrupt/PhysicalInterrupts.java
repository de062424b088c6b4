package dev.xmdb.target.guest.solaris.interrupt;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.Locale;
import java.util.Optional;

/** Where physical interrupts enter: {@code apic_irq_table} and {@code apic_level_intr}, which only a privileged domain fills. */
public final class PhysicalInterrupts {
    /** A place of which nothing is known. */
    public static final Place UNKNOWN = new Place(0, "Edg", "-", 0, "-");

    /** Values of {@code airq_mps_intr_index} that stand for messages instead of pins (sys/apic.h). */
    private static final int MESSAGE = -4;

    private static final int EXTENDED_MESSAGE = -5;

    private final SolarisGuest kernel;
    private final KernelTable entries;
    private final KernelTable levels;

    /**
     * A physical interrupt.
     *
     * @param vector the processor's vector
     * @param trigger {@code Edg} or {@code Lvl}
     * @param delivery {@code Fixed}, {@code MSI} or {@code MSI-X}
     * @param share how many devices share it
     * @param controller interrupt controller and pin, {@code 0x0/0x13}; {@code -} for a message
     */
    public record Place(int vector, String trigger, String delivery, int share, String controller) {}

    private PhysicalInterrupts(SolarisGuest kernel) {
        this.kernel = kernel;
        this.entries = KernelTable.of(kernel, "apic_irq_table", kernel.memory().wordSize());
        this.levels = KernelTable.of(kernel, "apic_level_intr", 1);
    }

    /**
     * Those of a kernel.
     *
     * @throws dev.xmdb.target.guest.GuestDamageException when its tables cannot be read
     */
    public static PhysicalInterrupts of(SolarisGuest kernel) {
        return kernel.kept(PhysicalInterrupts.class, () -> new PhysicalInterrupts(kernel));
    }

    /** The place of an interrupt; empty when the kernel has none, or its entry cannot be read. */
    public Optional<Place> place(int irq) {
        long address = entries.number(irq, 0, kernel.memory().wordSize());
        if (address == 0) {
            return Optional.empty();
        }
        try {
            return kernel.types()
                    .find("apic_irq_t")
                    .map(type -> new StructLayout(kernel.types(), type).at(kernel.memory(), address))
                    .map(entry -> place(irq, entry));
        } catch (MemoryFaultException | TypeDataException unreadable) {
            return Optional.empty();
        }
    }

    private Place place(int irq, StructView entry) {
        int index = (short) entry.number("airq_mps_intr_index");
        boolean message = index == MESSAGE || index == EXTENDED_MESSAGE;
        return new Place(
                (int) entry.number("airq_vector"),
                levels.number(irq, 0, 1) != 0 ? "Lvl" : "Edg",
                index == MESSAGE ? "MSI" : index == EXTENDED_MESSAGE ? "MSI-X" : "Fixed",
                (int) entry.number("airq_share"),
                message
                        ? "-"
                        : String.format(
                                Locale.ROOT,
                                "0x%x/0x%x",
                                entry.number("airq_ioapicindex"),
                                entry.number("airq_intin_no")));
    }
}
