package dev.xmdb.target.xen;

import java.util.List;

/**
 * A message between a domain and xenstored (xs_wire.h).
 *
 * @param request whether the domain sent it
 * @param type its operation's number
 * @param id number of the request, which the reply repeats
 * @param transaction number of the transaction; 0 for none
 * @param length bytes that follow its head
 * @param payload as many of them as are in the ring, one character a byte
 * @param position index of its first byte
 * @param written how many of its bytes are written, head included
 * @param taken how many of its bytes the other side has taken, head included
 */
public record StoreMessage(
        boolean request,
        long type,
        long id,
        long transaction,
        long length,
        String payload,
        long position,
        long written,
        long taken) {
    /** Bytes of a head. */
    static final int HEAD = 16;

    private static final List<String> NAMES = List.of(
            "XS_CONTROL",
            "XS_DIRECTORY",
            "XS_READ",
            "XS_GET_PERMS",
            "XS_WATCH",
            "XS_UNWATCH",
            "XS_TRANSACTION_START",
            "XS_TRANSACTION_END",
            "XS_INTRODUCE",
            "XS_RELEASE",
            "XS_GET_DOMAIN_PATH",
            "XS_WRITE",
            "XS_MKDIR",
            "XS_RM",
            "XS_SET_PERMS",
            "XS_WATCH_EVENT",
            "XS_ERROR",
            "XS_IS_DOMAIN_INTRODUCED",
            "XS_RESUME",
            "XS_SET_TARGET",
            "XS_RESTRICT",
            "XS_RESET_WATCHES",
            "XS_DIRECTORY_PART",
            "XS_GET_FEATURE",
            "XS_SET_FEATURE",
            "XS_GET_QUOTA",
            "XS_SET_QUOTA");
    static final int EVENT = 15;

    static final int ERROR = 16;

    /** How many operations there are. */
    static int types() {
        return NAMES.size();
    }

    /** The operation's name. */
    public String operation() {
        return NAMES.get((int) type);
    }

    /** Whether it tells of a change and answers nothing. */
    public boolean event() {
        return type == EVENT;
    }

    /** Whether it answers a request that failed. */
    public boolean error() {
        return type == ERROR;
    }

    /** Whether all of it was written. */
    public boolean complete() {
        return written == HEAD + length;
    }

    /** Whether the other side has taken all of it. */
    public boolean done() {
        return taken == HEAD + length;
    }

    /** The strings in it, which end in NULs on the wire, with blanks between them. */
    public String words() {
        String text = payload.endsWith("\0") ? payload.substring(0, payload.length() - 1) : payload;
        return text.replace('\0', ' ');
    }
}
