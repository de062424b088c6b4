package dev.xmdb.target.guest.linux.net;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.types.StructLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A network namespace: devices and sockets of one are not seen in another.
 *
 * @param address of its {@code struct net}
 * @param number its number, which processes see in {@code /proc/PID/ns/net}
 */
public record NetNamespace(long address, long number) {

    /**
     * Every namespace, the first one first.
     *
     * @param problems receives a sentence when the list breaks off
     */
    static List<NetNamespace> read(LinuxGuest guest, Consumer<String> problems) {
        StructLayout layout = guest.types().layout("struct net");
        var found = new ArrayList<NetNamespace>();
        OptionalLong list = guest.kallsyms().valueOf("net_namespace_list");
        if (list.isEmpty()) {
            problems.accept("failed to read net_namespace_list: unknown symbol name");
            return found;
        }
        long link = layout.member("list").offset();
        Chain.End end = LinkedLists.of(guest).list("network namespaces", list.getAsLong(), node -> {
            long address = node - link;
            found.add(
                    new NetNamespace(address, layout.at(guest.memory(), address).number("ns.inum")));
            return true;
        });
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
        return found;
    }
}
