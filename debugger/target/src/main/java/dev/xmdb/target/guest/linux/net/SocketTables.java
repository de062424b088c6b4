package dev.xmdb.target.guest.linux.net;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.work.Effort;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tables in which the kernel finds sockets: those of TCP (connections and listeners), UDP, raw IP, unix sockets and packet sockets.
 * Confirmed on 6.1 by what the guests told of theirs; the listeners of 5.10 and before, the unix sockets of 5.18 and before, and tables of
 * one namespace only follow the kernels' types.
 */
final class SocketTables {
    private static final long MOST_BUCKETS = 1 << 24;
    /** Half of the buckets of unix sockets are for those with a name in a file system; the number is a constant of all kernels. */
    private static final int UNIX_BUCKETS = 512;

    private final LinuxGuest guest;
    private final AddressSpace memory;
    private final Types types;
    private final Consumer<String> problems;
    private final Effort effort;
    private final long node;
    private final Set<Long> tables = new LinkedHashSet<>();
    private final Set<Long> found = new LinkedHashSet<>();

    SocketTables(LinuxGuest guest, Consumer<String> problems, Effort effort) {
        this.guest = guest;
        this.memory = guest.memory();
        this.types = guest.types();
        this.problems = problems;
        this.effort = effort;
        this.node = types.layout("struct sock").member("__sk_common.skc_node").offset();
    }

    /** The address of every {@code struct sock} in a table. */
    Set<Long> sockets(List<NetNamespace> spaces) {
        StructLayout net = types.layout("struct net");
        guest.kallsyms().valueOf("tcp_hashinfo").ifPresent(table -> guarded("TCP sockets", () -> tcp(table)));
        for (NetNamespace space : spaces) {
            StructView view = net.at(memory, space.address());
            // Since 6.1 and 6.2 a namespace may have tables of its own.
            pointer(view, "ipv4.tcp_death_row.hashinfo").ifPresent(table -> guarded("TCP sockets", () -> tcp(table)));
            pointer(view, "ipv4.udp_table").ifPresent(table -> guarded("UDP sockets", () -> udp(table)));
            if (net.has("unx.table.buckets")) {
                guarded("unix sockets", () -> buckets(view.number("unx.table.buckets"), UNIX_BUCKETS, 8, false));
            }
            if (net.has("packet.sklist")) {
                guarded("packet sockets", () -> bucket(view.addressOf("packet.sklist"), node, false));
            }
        }
        for (String table : List.of("udp_table", "udplite_table")) {
            guest.kallsyms().valueOf(table).ifPresent(at -> guarded("UDP sockets", () -> udp(at)));
        }
        for (String table : List.of("raw_v4_hashinfo", "raw_v6_hashinfo")) {
            guest.kallsyms().valueOf(table).ifPresent(at -> guarded("raw sockets", () -> raw(at)));
        }
        guest.kallsyms()
                .valueOf("unix_socket_table")
                .ifPresent(at -> guarded("unix sockets", () -> buckets(at, UNIX_BUCKETS, 8, false)));
        return found;
    }

    private static OptionalLong pointer(StructView view, String path) {
        boolean leads = view.layout()
                .find(path)
                .filter(member -> member.type() instanceof Type.Pointer)
                .isPresent();
        long value = leads ? view.number(path) : 0;
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private void guarded(String what, Runnable read) {
        try {
            read.run();
        } catch (MemoryFaultException | TypeDataException fault) {
            problems.accept(what + ": " + fault.getMessage());
        }
    }

    private void tcp(long table) {
        if (!tables.add(table)) {
            return;
        }
        StructLayout layout = types.layout("struct inet_hashinfo");
        StructView view = layout.at(memory, table);
        long size = types.layout("struct inet_ehash_bucket").size();
        buckets(view.number("ehash"), view.number("ehash_mask") + 1, size, true);
        StructLayout listeners = types.layout("struct inet_listen_hashbucket");
        boolean nulls = listeners.has("nulls_head");
        long head = listeners.member(nulls ? "nulls_head" : "head").offset();
        // Up to 5.19 listeners are in a table of their own in front of the one by address, which alone there is since.
        if (layout.has("listening_hash")) {
            Member array = layout.member("listening_hash");
            long count = array.type() instanceof Type.Array elements ? elements.count() : 0;
            buckets(table + array.offset() + head, count, listeners.size(), nulls);
        } else {
            buckets(view.number("lhash2") + head, view.number("lhash2_mask") + 1, listeners.size(), nulls);
        }
    }

    private void udp(long table) {
        if (tables.add(table)) {
            StructView view = types.layout("struct udp_table").at(memory, table);
            StructLayout slot = types.layout("struct udp_hslot");
            long head = slot.has("head") ? slot.member("head").offset() : 0;
            if (view.number("hash") != 0) {
                buckets(view.number("hash") + head, view.number("mask") + 1, slot.size(), false);
            }
        }
    }

    private void raw(long table) {
        Member array = types.layout("struct raw_hashinfo").member("ht");
        long count = array.type() instanceof Type.Array elements ? elements.count() : 0;
        buckets(table + array.offset(), count, Long.BYTES, true);
    }

    /** Both kinds of chain have their link at the same place; those with an odd word at their end can also end in a null pointer. */
    private void buckets(long first, long count, long size, boolean nulls) {
        if (count < 0 || count > MOST_BUCKETS) {
            problems.accept("a table of sockets at " + Long.toHexString(first) + " would have "
                    + Long.toUnsignedString(count) + " buckets");
            return;
        }
        for (long each = 0; each < count; each++) {
            effort.advance("looking for sockets", each, count);
            if (!bucket(first + each * size, node, nulls)) {
                return;
            }
        }
    }

    private boolean bucket(long head, long link, boolean nulls) {
        LinkedLists lists = LinkedLists.of(guest);
        Chain.End end = nulls
                ? lists.hlistNulls("sockets", head, at -> take(at - link))
                : lists.hlist("sockets", head, at -> take(at - link));
        if (!end.sound()) {
            problems.accept(end.fault() + ", in the table at " + Long.toHexString(head));
        }
        return end.sound();
    }

    private boolean take(long sock) {
        found.add(sock);
        return true;
    }
}
