package dev.xmdb.target.guest.linux.irq;

import java.util.ArrayList;
import java.util.List;

/**
 * An interrupt number as the kernel knows it ({@code struct irq_desc}).
 *
 * @param address the descriptor
 * @param number the number
 * @param hardwareNumber its number at the controller
 * @param mapped whether a controller's domain gave it that number
 * @param chip the controller's name; empty when it has none
 * @param flow the name of the way in which it is handled: {@code edge}, {@code event}, {@code virq}; empty when it has none
 * @param flowHandler the routine for that way
 * @param chipData what the controller keeps of it
 * @param handlerData what the way in which it is handled keeps of it
 * @param actions what its drivers do
 * @param counts how often it came, for each possible CPU in the order of their numbers; empty when nothing was counted
 * @param affinity CPUs that may take it
 * @param effective CPUs that take it; empty where the kernel keeps no such mask or has not chosen
 * @param depth how often it is disabled; 0 for enabled
 * @param state the bits of {@code irq_common_data.state_use_accessors}
 * @param unhandled how many came lately that no driver took for its own
 */
public record IrqDescriptor(
        long address,
        int number,
        long hardwareNumber,
        boolean mapped,
        String chip,
        String flow,
        long flowHandler,
        long chipData,
        long handlerData,
        List<IrqAction> actions,
        List<Long> counts,
        List<Integer> affinity,
        List<Integer> effective,
        long depth,
        long state,
        long unhandled) {
    private static final long LEVEL = 1L << 13;
    private static final long DISABLED = 1L << 16;
    private static final long MASKED = 1L << 17;
    private static final long IN_PROGRESS = 1L << 18;

    /** Copies the lists. */
    public IrqDescriptor {
        actions = List.copyOf(actions);
        counts = List.copyOf(counts);
        affinity = List.copyOf(affinity);
        effective = List.copyOf(effective);
    }

    /** How often it came on all CPUs. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Whether somebody uses it: it has an action, or it came once. The kernel's own listing leaves out the others. */
    public boolean used() {
        return !actions.isEmpty() || total() != 0;
    }

    /** Whether its line stays up until the device is served; else it comes once for each event. */
    public boolean level() {
        return (state & LEVEL) != 0;
    }

    /** Whether drivers do not want it now. */
    public boolean disabled() {
        return (state & DISABLED) != 0;
    }

    /** Whether a CPU is handling it. */
    public boolean inProgress() {
        return (state & IN_PROGRESS) != 0;
    }

    /** The states that it is in, of {@code disabled masked running}. The bits are the same in all kernels since 3.0. */
    public List<String> states() {
        var words = new ArrayList<String>();
        if (disabled()) {
            words.add("disabled");
        }
        if ((state & MASKED) != 0) {
            words.add("masked");
        }
        if (inProgress()) {
            words.add("running");
        }
        return words;
    }
}
