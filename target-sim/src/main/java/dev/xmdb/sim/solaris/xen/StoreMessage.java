package dev.xmdb.sim.solaris.xen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message of the store's protocol: a head of four words, and its text.
 *
 * @param isRequest whether the domain sent it
 * @param request identifies a request and the reply to it
 * @param transaction identifies a transaction, or 0
 * @param payload what follows the head; texts end in NUL or at the end
 * @param position of its head in the stream of its direction
 */
public record StoreMessage(
        boolean isRequest, StoreOperation operation, int request, int transaction, String payload, long position) {
    /** Bytes in a head. */
    public static final int HEAD = 16;

    /** Position after its last byte. */
    public long end() {
        return position + HEAD + payload.length();
    }

    /** The message as it is on the wire. */
    byte[] bytes() {
        return ByteBuffer.allocate(HEAD + payload.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(operation.number())
                .putInt(request)
                .putInt(transaction)
                .putInt(payload.length())
                .put(payload.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }
}
