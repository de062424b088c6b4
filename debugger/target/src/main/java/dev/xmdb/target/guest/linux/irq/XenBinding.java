package dev.xmdb.target.guest.linux.irq;

import java.util.Map;

/** What an event channel stands for. */
public sealed interface XenBinding {

    /** Nothing. */
    record Unbound() implements XenBinding {}

    /**
     * An interrupt of a device that the domain may use itself.
     *
     * @param number its number at Xen
     * @param gsi its global number; 0 for one that a device sends as a message
     * @param vector the vector that Xen chose
     * @param domain the domain that it was taken over for
     * @param flags PIRQ_NEEDS_EOI 1, PIRQ_SHAREABLE 2, PIRQ_MSI_GROUP 4
     */
    record Physical(int number, int gsi, int vector, int domain, int flags) implements XenBinding {}

    /**
     * An interrupt of Xen's own.
     *
     * @param number VIRQ_ number
     */
    record Virtual(int number) implements XenBinding {
        /** Numbers of Xen's public xen.h; 16 and above are of the architecture. */
        private static final Map<Integer, String> NAMES = Map.ofEntries(
                Map.entry(0, "timer"),
                Map.entry(1, "debug"),
                Map.entry(2, "console"),
                Map.entry(3, "dom exc"),
                Map.entry(4, "tbuf"),
                Map.entry(6, "debugger"),
                Map.entry(7, "xenoprof"),
                Map.entry(8, "con_ring"),
                Map.entry(9, "pcpu_state"),
                Map.entry(10, "mem_event"),
                Map.entry(11, "argo"),
                Map.entry(12, "enomem"),
                Map.entry(13, "xenpmu"),
                Map.entry(16, "mca"));

        /** Its name; its number where it has none. */
        public String name() {
            return NAMES.getOrDefault(number, Integer.toString(number));
        }
    }

    /**
     * An interrupt that one vCPU sends to another.
     *
     * @param number as the kernel counts what they are for
     */
    record Processor(int number) implements XenBinding {
        private static final Map<Integer, String> NAMES =
                Map.of(0, "resched", 1, "callfunc", 2, "callfuncsingle", 3, "spinlock", 4, "irqwork", 5, "nmi");

        /** Its name; its number where it has none. */
        public String name() {
            return NAMES.getOrDefault(number, Integer.toString(number));
        }

        /** Whether nobody is interrupted by it: a vCPU that waits for a spinlock asks Xen whether it has come. */
        public boolean polled() {
            return number == 3;
        }
    }

    /**
     * A channel to another domain, or one that another domain may bind to.
     *
     * @param device the {@code struct xenbus_device} that it belongs to; 0 for none, as for the store and the console, and where the
     *     kernel does not tell
     */
    record Interdomain(long device) implements XenBinding {}

    /**
     * Something that no known kernel has.
     *
     * @param type the number that says so
     */
    record Unknown(int type) implements XenBinding {}

    /** A word for what it is, with what tells it from others of its kind. */
    default String word() {
        return switch (this) {
            case Unbound unbound -> "unbound";
            case Physical physical -> "pirq:" + physical.number();
            case Virtual virtual -> "virq:" + virtual.name();
            case Processor processor -> "ipi:" + processor.name();
            case Interdomain interdomain -> "evtchn";
            case Unknown unknown -> "?:" + unknown.type();
        };
    }
}
