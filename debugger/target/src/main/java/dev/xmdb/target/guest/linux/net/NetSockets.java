package dev.xmdb.target.guest.linux.net;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the sockets of a kernel: those in its tables, and those that processes have open besides. */
public final class NetSockets {
    private NetSockets() {}

    /**
     * What was found.
     *
     * @param sockets the sockets
     * @param owners who has each open, by the address of its {@code struct sock}
     */
    public record Found(List<NetSocket> sockets, Map<Long, List<SocketOwner>> owners) {
        /** Copies the lists. */
        public Found {
            sockets = List.copyOf(sockets);
            owners = Map.copyOf(owners);
        }

        /** Who has a socket open. */
        public List<SocketOwner> ownersOf(NetSocket socket) {
            return owners.getOrDefault(socket.address(), List.of());
        }
    }

    /**
     * Every socket.
     *
     * @param tasks every task
     * @param problems receives a sentence for whatever cannot be read
     * @param effort what to report to
     * @throws TypeDataException when the kernel's types do not tell what a socket is
     */
    public static Found read(LinuxGuest guest, List<LinuxTask> tasks, Consumer<String> problems, Effort effort) {
        Map<Long, List<SocketOwner>> owners = new OpenSockets(guest, problems).of(tasks);
        Set<Long> addresses = new LinkedHashSet<>(
                new SocketTables(guest, problems, effort).sockets(NetNamespace.read(guest, problems)));
        addresses.addAll(owners.keySet());
        var reader = new SocketReader(guest);
        var sockets = new ArrayList<NetSocket>();
        for (long address : addresses) {
            try {
                sockets.add(reader.read(address));
            } catch (MemoryFaultException | TypeDataException fault) {
                problems.accept("socket " + Long.toHexString(address) + ": " + fault.getMessage());
            }
        }
        return new Found(sockets, owners);
    }
}
