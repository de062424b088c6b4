package dev.xmdb.target.guest.linux.irq;

import java.util.List;

/**
 * What keeps a CPU from taking events, and which ones wait for it.
 *
 * @param cpu the CPU as the kernel numbers it
 * @param address where the kernel has its {@code struct vcpu_info}; 0 for none
 * @param inImage whether that could be read
 * @param upcallPending Xen has told it that events came, and it has not looked yet
 * @param upcallMask it does not want to be told: the interrupt flag of a PV guest; means nothing in other guests
 * @param selector words of the 2-level bitmap in which something came; means nothing with queues
 * @param control where it and Xen have the heads of its queues; 0 without queues
 * @param ready bit for each of the 16 queues that has something
 * @param queues those that something waits in
 * @param interruptsOff whether it takes no interrupts at all: of a PV guest the mask above, of others the flag in its registers
 */
public record VcpuEvents(
        int cpu,
        long address,
        boolean inImage,
        boolean upcallPending,
        boolean upcallMask,
        long selector,
        long control,
        int ready,
        List<EventQueue> queues,
        boolean interruptsOff) {
    /** Copies the list. */
    public VcpuEvents {
        queues = List.copyOf(queues);
    }
}
