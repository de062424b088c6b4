package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.target.guest.linux.xenbus.XenbusDevice;
import java.util.Optional;

/**
 * Who is at the other end of an event channel.
 *
 * @param name {@code store}, {@code console} or the device's name on its bus; empty when nobody knows
 * @param device the device, where it is one
 */
public record EventPeer(String name, Optional<XenbusDevice> device) {
    /** Nobody, or somebody that the kernel does not tell. */
    public static final EventPeer UNKNOWN = new EventPeer("", Optional.empty());
}
