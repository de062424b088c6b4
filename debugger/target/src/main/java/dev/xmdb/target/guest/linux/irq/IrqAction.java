package dev.xmdb.target.guest.linux.irq;

/**
 * What happens at an interrupt; several drivers may share one.
 *
 * @param address its {@code struct irqaction}
 * @param name the name that the driver gave
 * @param handler address of the routine
 * @param device what the routine is called with
 * @param threadRoutine address of the part that runs in a thread of its own; 0 for none
 * @param thread the task that runs it; 0 for none
 */
public record IrqAction(long address, String name, long handler, long device, long threadRoutine, long thread) {}
