package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.guest.linux.xenbus.XenConsoles;
import dev.xmdb.target.guest.linux.xenbus.XenbusDevices;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells who is at the other end of event channels. */
final class EventPeers {
    private final KernelVariables kernel;
    private final Consumer<String> problems;
    private final int store;
    private final Map<Integer, XenConsoles.Console> consoles = new HashMap<>();

    EventPeers(KernelVariables kernel, Consumer<String> problems) {
        this.kernel = kernel;
        this.problems = problems;
        this.store = kernel.has("xen_store_evtchn") ? kernel.number("xen_store_evtchn") : 0;
        List<XenConsoles.Console> known = XenConsoles.read(kernel, problems);
        known.forEach(console -> consoles.put(console.port(), console));
    }

    /** The peer of a channel that a binding stands for. */
    EventPeer of(int port, XenBinding binding) {
        if (!(binding instanceof XenBinding.Interdomain channel)) {
            return EventPeer.UNKNOWN;
        }
        if (channel.device() != 0) {
            return device(port, channel.device());
        }
        if (port != 0 && port == store) {
            return new EventPeer("store", Optional.empty());
        }
        XenConsoles.Console console = consoles.get(port);
        if (console == null) {
            return EventPeer.UNKNOWN;
        }
        return console.device() == 0 ? new EventPeer("console", Optional.empty()) : device(port, console.device());
    }

    private EventPeer device(int port, long address) {
        try {
            var device = XenbusDevices.at(kernel, address);
            return new EventPeer(device.name(), Optional.of(device));
        } catch (MemoryFaultException | TypeDataException unreadable) {
            problems.accept("device of event channel " + port + ", at " + Long.toHexString(address) + ": "
                    + unreadable.getMessage());
            return EventPeer.UNKNOWN;
        }
    }
}
