package dev.xmdb.target.guest.linux.irq;

import java.util.Optional;

/**
 * An event channel with all that is known of it.
 *
 * @param port its number
 * @param binding what the kernel bound it to; empty when it is not bound
 * @param descriptor the interrupt that it raises; empty when there is none
 * @param state what Xen and the guest tell each other of it; empty when that is unknown
 * @param peer who is at its other end
 * @param delivery what becomes of its event
 */
public record EventChannel(
        int port,
        Optional<XenIrq> binding,
        Optional<IrqDescriptor> descriptor,
        Optional<PortState> state,
        EventPeer peer,
        Delivery delivery) {
    /** Whether an event came that was not taken. */
    public boolean pending() {
        return state.isPresent() && state.get().pending();
    }
}
