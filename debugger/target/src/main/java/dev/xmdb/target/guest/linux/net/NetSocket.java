package dev.xmdb.target.guest.linux.net;

import java.util.List;

/**
 * A socket.
 *
 * @param address of its {@code struct sock}
 * @param socket address of the {@code struct socket} that processes have open; 0 when none has it open any more
 * @param namespace address of its {@code struct net}
 * @param protocol what it speaks: {@code tcp}, {@code tcp6}, {@code udp}, {@code unix}, …
 * @param family its address family: 1 unix, 2 and 10 the internet's
 * @param type 1 a stream, 2 datagrams, 3 raw, 5 sequenced packets
 * @param state its state word, which all families number as TCP does
 * @param local its own address and port, or path
 * @param remote the other end's; empty when there is none
 * @param receiveQueue bytes that the process has not read; connections that it has not accepted, if it listens; packets of a unix socket
 * @param sendQueue bytes that the other end has not confirmed
 * @param inode the number by which processes see it in {@code /proc/PID/fd}; 0 when none has it open
 * @param user the user that made it
 */
public record NetSocket(
        long address,
        long socket,
        long namespace,
        String protocol,
        int family,
        int type,
        int state,
        String local,
        String remote,
        long receiveQueue,
        long sendQueue,
        long inode,
        long user) {
    /** A state in which a socket waits for connections. */
    public static final int LISTENS = 10;

    static final int ESTABLISHED = 1;
    static final int TIME_WAIT = 6;
    static final int CLOSED = 7;
    static final int NEW_CONNECTION = 12;

    private static final List<String> STATES = List.of(
            "?",
            "ESTABLISHED",
            "SYN_SENT",
            "SYN_RECV",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "TIME_WAIT",
            "CLOSE",
            "CLOSE_WAIT",
            "LAST_ACK",
            "LISTEN",
            "CLOSING",
            "NEW_SYN_RECV",
            "BOUND_INACTIVE");

    /** Whether it is a TCP socket. */
    public boolean tcp() {
        return protocol.startsWith("tcp");
    }

    /** Its state as a word; a socket that needs no connection and has none is unconnected. */
    public String stateName() {
        if (state == CLOSED && !tcp()) {
            return "UNCONN";
        }
        return state >= 0 && state < STATES.size() ? STATES.get(state) : Integer.toString(state);
    }
}
