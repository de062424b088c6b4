package dev.xmdb.target.guest.linux.xenbus;

import java.util.List;

/**
 * A ring that a frontend shares with its backend, as the frontend's driver keeps it. Counters run on and wrap at 32 bits.
 *
 * @param name what it is for: {@code tx} or {@code rx} of a network device, {@code ring} of a disk
 * @param queue which of the device's queues it belongs to
 * @param references the grant references of its pages
 * @param port the event channel that tells of it
 * @param irq the interrupt behind that
 * @param address virtual address of its first page; 0 before it is set up
 * @param size how many requests it holds
 * @param made requests that this end has made
 * @param taken answers that this end has taken
 * @param answered answers that the other end has written; as many as were taken where the page cannot be read
 */
public record DeviceRing(
        String name,
        int queue,
        List<Long> references,
        int port,
        int irq,
        long address,
        long size,
        int made,
        int taken,
        int answered) {
    /** Copies the list. */
    public DeviceRing {
        references = List.copyOf(references);
    }

    /** Requests whose answers were not taken yet. */
    public long inFlight() {
        return Integer.toUnsignedLong(made - taken);
    }
}
