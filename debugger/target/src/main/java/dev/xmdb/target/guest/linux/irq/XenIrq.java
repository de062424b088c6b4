package dev.xmdb.target.guest.linux.irq;

import java.util.ArrayList;
import java.util.List;

/**
 * An interrupt number that Xen's events raise ({@code struct irq_info}).
 *
 * @param address where the kernel keeps it
 * @param irq the interrupt number
 * @param port the event channel; 0 for none
 * @param cpu the CPU that takes it
 * @param binding what the channel stands for
 * @param maskReasons why the kernel masks it: 1 it was told to, 2 for a moment, 4 until its driver says that it is done; 0 for none and
 *     where it does not tell (before 5.11 and its backports)
 * @param active whether a handler is running
 * @param spurious how many events came of late with nothing to do; 0 where it does not tell
 */
public record XenIrq(
        long address, int irq, int port, int cpu, XenBinding binding, int maskReasons, boolean active, int spurious) {
    /** The reasons for masking in words. */
    public List<String> maskWords() {
        var words = new ArrayList<String>();
        for (int bit = 0; bit < 3; bit++) {
            if ((maskReasons >>> bit & 1) != 0) {
                words.add(List.of("explicit", "temporary", "eoi pending").get(bit));
            }
        }
        return words;
    }
}
