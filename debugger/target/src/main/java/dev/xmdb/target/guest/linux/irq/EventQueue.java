package dev.xmdb.target.guest.linux.irq;

import java.util.List;

/**
 * What waits in one of a CPU's queues.
 *
 * @param priority its number, 0 to 15; the lowest goes first, 7 is the usual one
 * @param ports the channels in their order
 * @param fault why they could not be followed to the end; empty when they could
 */
public record EventQueue(int priority, List<Integer> ports, String fault) {
    /** Copies the list. */
    public EventQueue {
        ports = List.copyOf(ports);
    }
}
