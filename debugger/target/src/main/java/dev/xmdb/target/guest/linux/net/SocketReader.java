package dev.xmdb.target.guest.linux.net;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Types;
import java.nio.charset.StandardCharsets;

/** Reads one socket from its {@code struct sock}. */
final class SocketReader {
    private static final int UNIX = 1;
    private static final int IP = 2;
    private static final int IP6 = 10;
    private static final int RAW = 3;
    private static final int LONGEST_PATH = 108;
    private static final int FAMILY_SIZE = 2;

    private final AddressSpace memory;
    private final Types types;
    private final StructLayout sock;

    SocketReader(LinuxGuest guest) {
        this.memory = guest.memory();
        this.types = guest.types();
        this.sock = types.layout("struct sock");
    }

    NetSocket read(long address) {
        StructView view = sock.at(memory, address);
        int family = (int) view.number("__sk_common.skc_family");
        int state = (int) view.number("__sk_common.skc_state");
        long namespace = view.number("__sk_common.skc_net.net");
        if ((family == IP || family == IP6) && (state == NetSocket.TIME_WAIT || state == NetSocket.NEW_CONNECTION)) {
            // These are smaller than a socket and have only its first part.
            return new NetSocket(
                    address,
                    0,
                    namespace,
                    family == IP ? "tcp" : "tcp6",
                    family,
                    1,
                    state,
                    local(view, family),
                    remote(view, family),
                    0,
                    0,
                    0,
                    0);
        }
        int type = (int) view.number("sk_type");
        String protocol = protocol(view, family, type);
        long socket = view.number("sk_socket");
        boolean internet = family == IP || family == IP6;
        return new NetSocket(
                address,
                socket,
                namespace,
                protocol,
                family,
                type,
                state,
                internet ? local(view, family) : family == UNIX ? path(address) : "",
                internet ? remote(view, family) : family == UNIX ? peer(address) : "",
                received(view, protocol, state),
                sent(view, protocol, state),
                inode(socket),
                view.number("sk_uid"));
    }

    private String protocol(StructView view, int family, int type) {
        return switch (family) {
            case UNIX -> "unix";
            case IP -> internet((int) view.number("sk_protocol"), type);
            case IP6 -> internet((int) view.number("sk_protocol"), type) + "6";
            case 16 -> "netlink";
            case 17 -> "packet";
            case 40 -> "vsock";
            default -> "family" + family;
        };
    }

    private static String internet(int protocol, int type) {
        if (type == RAW) {
            return "raw";
        }
        return switch (protocol) {
            case 1, 58 -> "ping";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 132 -> "sctp";
            case 136 -> "udplite";
            case 262 -> "mptcp";
            default -> "ip" + protocol;
        };
    }

    private String local(StructView view, int family) {
        String address = family == IP
                ? IpText.version4(memory, view.addressOf("__sk_common.skc_rcv_saddr"))
                : "[" + IpText.version6(memory, view.addressOf("__sk_common.skc_v6_rcv_saddr")) + "]";
        return address + ":" + port((int) view.number("__sk_common.skc_num"));
    }

    private String remote(StructView view, int family) {
        String address = family == IP
                ? IpText.version4(memory, view.addressOf("__sk_common.skc_daddr"))
                : "[" + IpText.version6(memory, view.addressOf("__sk_common.skc_v6_daddr")) + "]";
        return address + ":" + port(IpText.port(memory, view.addressOf("__sk_common.skc_dport")));
    }

    private static String port(int number) {
        return number == 0 ? "*" : Integer.toString(number);
    }

    /** What a unix socket is bound to: a path, or a name that is in no file system and is shown with @ before it. */
    private String path(long address) {
        if (types.find("struct unix_sock").isEmpty()) {
            return "";
        }
        long bound = types.layout("struct unix_sock").at(memory, address).number("addr");
        if (bound == 0) {
            return "";
        }
        try {
            StructView name = types.layout("struct unix_address").at(memory, bound);
            int length = (int) Math.min(LONGEST_PATH, name.number("len") - FAMILY_SIZE);
            if (length <= 0) {
                return "";
            }
            byte[] bytes = new byte[length];
            memory.read(name.addressOf("name") + FAMILY_SIZE, bytes, 0, length);
            boolean isAbstract = bytes[0] == 0;
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = text.indexOf(0, isAbstract ? 1 : 0);
            String whole = isAbstract ? "@" + text.substring(1) : end < 0 ? text : text.substring(0, end);
            return whole.replace('\0', '@');
        } catch (MemoryFaultException notThere) {
            return "?";
        }
    }

    private String peer(long address) {
        if (types.find("struct unix_sock").isEmpty()) {
            return "";
        }
        long other = types.layout("struct unix_sock").at(memory, address).number("peer");
        if (other == 0) {
            return "";
        }
        String path = path(other);
        return path.isEmpty() ? Long.toHexString(other) : path;
    }

    private long received(StructView view, String protocol, int state) {
        if (state == NetSocket.LISTENS) {
            return view.number("sk_ack_backlog");
        }
        if (protocol.startsWith("tcp")) {
            StructView tcp = types.layout("struct tcp_sock").at(memory, view.address());
            int unread = (int) (tcp.number("rcv_nxt") - tcp.number("copied_seq"));
            return Math.max(0, unread);
        }
        if (protocol.startsWith("udp")) {
            long taken = types.layout("struct udp_sock").has("forward_deficit")
                    ? types.layout("struct udp_sock").at(memory, view.address()).number("forward_deficit")
                    : 0;
            return view.number("sk_backlog.rmem_alloc") - taken;
        }
        return protocol.equals("unix") ? view.number("sk_receive_queue.qlen") : view.number("sk_backlog.rmem_alloc");
    }

    private long sent(StructView view, String protocol, int state) {
        if (state == NetSocket.LISTENS) {
            return 0;
        }
        if (protocol.startsWith("tcp")) {
            StructView tcp = types.layout("struct tcp_sock").at(memory, view.address());
            int unconfirmed = (int) (tcp.number("write_seq") - tcp.number("snd_una"));
            return Math.max(0, unconfirmed);
        }
        // The socket itself counts as one.
        return Math.max(0, view.number("sk_wmem_alloc") - 1);
    }

    private long inode(long socket) {
        if (socket == 0) {
            return 0;
        }
        try {
            StructLayout whole = types.layout("struct socket_alloc");
            return whole.at(memory, socket - whole.member("socket").offset()).number("vfs_inode.i_ino");
        } catch (MemoryFaultException notThere) {
            return 0;
        }
    }
}
