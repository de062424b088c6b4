package dev.xmdb.dcmds.linux.interrupt;

import dev.xmdb.target.guest.linux.irq.EventChannel;
import dev.xmdb.target.guest.linux.irq.IrqDescriptor;
import dev.xmdb.target.guest.linux.irq.XenIrq;

/** Says what becomes of an event that was not taken. */
final class DeliveryText {
    private DeliveryText() {}

    /** One sentence. */
    static String of(EventChannel channel) {
        int cpu = channel.binding().map(XenIrq::cpu).orElse(0);
        return switch (channel.delivery()) {
            case NONE -> "no event";
            case WAITS -> "CPU " + cpu + " takes it as soon as it runs";
            case CPU_OFF -> "CPU " + cpu + " has turned interrupts off and takes it when it turns them on";
            case MASKED -> "masked" + why(channel) + ": nobody is told of it";
            case POLLED -> "masked for good: a CPU that waits for a lock asks for it";
            case RUNNING -> "its handler runs, and will be run again";
            case NOT_QUEUED -> "in no queue of CPU " + cpu + ": lost, unless that CPU was about to take it";
            case NOBODY -> "nothing of the kernel's is bound to it";
        };
    }

    private static String why(EventChannel channel) {
        String reasons =
                channel.binding().map(irq -> String.join(", ", irq.maskWords())).orElse("");
        long depth = channel.descriptor().map(IrqDescriptor::depth).orElse(0L);
        String disabled = depth == 0 ? "" : "its interrupt is disabled";
        return reasons.isEmpty() && disabled.isEmpty()
                ? ""
                : " (" + reasons + (reasons.isEmpty() || disabled.isEmpty() ? "" : ", ") + disabled + ")";
    }
}
