package dev.xmdb.target.guest.linux.irq;

/**
 * What Xen and the guest tell each other of an event channel.
 *
 * @param pending an event came that the guest has not taken
 * @param masked the guest does not want to be told
 * @param linked it is in a queue of its vCPU; always as pending in the 2-level ABI, which has no queues
 * @param busy Xen is changing the queue, or waits with it
 * @param next the channel after it in the queue; 0 at the end and without a queue
 */
public record PortState(boolean pending, boolean masked, boolean linked, boolean busy, int next) {}
