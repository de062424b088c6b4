package dev.xmdb.target.xen;

import dev.xmdb.target.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * The page that a domain shares with xenstored ({@code struct xenstore_domain_interface}, xs_wire.h), and the messages that its rings still
 * hold, those that were taken long ago among them.
 *
 * @param requests from the domain
 * @param replies to the domain, watch events among them
 */
public record StoreRing(RingBuffer requests, RingBuffer replies) {
    private static final int SIZE = 1024;
    private static final int REPLIES = 1024;
    private static final int REQUEST_INDICES = 2048;
    private static final int REPLY_INDICES = 2056;
    private static final int MOST_PAYLOAD = 4096;
    private static final int ID = 4;
    private static final int TRANSACTION = 8;
    private static final int LENGTH = 12;

    /**
     * Reads the page.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when it is not in the image
     */
    public static StoreRing read(AddressSpace memory, long address) {
        return new StoreRing(
                ring(memory, address, address + REQUEST_INDICES),
                ring(memory, address + REPLIES, address + REPLY_INDICES));
    }

    private static RingBuffer ring(AddressSpace memory, long address, long indices) {
        byte[] bytes = new byte[SIZE];
        memory.read(address, bytes, 0, SIZE);
        return new RingBuffer(bytes, memory.readInt(indices), memory.readInt(indices + Integer.BYTES));
    }

    /** The messages from the domain whose heads the ring holds, oldest first. */
    public List<StoreMessage> requestMessages() {
        return messages(requests, true);
    }

    /** The messages to the domain whose heads the ring holds, oldest first. */
    public List<StoreMessage> replyMessages() {
        return messages(replies, false);
    }

    /**
     * Nothing marks where in the ring a message begins. But each one leads to the next, and the last one ends where writing stopped, or
     * beyond that when it is not complete: so the oldest place that looks like a head, and leads there, is one.
     */
    private static List<StoreMessage> messages(RingBuffer ring, boolean request) {
        if (!ring.sound()) {
            return List.of();
        }
        long oldest = ring.oldest();
        int span = (int) (ring.produced() - oldest);
        boolean[] leads = new boolean[span + 1];
        leads[span] = true;
        int first = span;
        for (int at = span - StoreMessage.HEAD; at >= 0; at--) {
            long position = oldest + at;
            if (isHead(ring, position, request)) {
                long next = at + StoreMessage.HEAD + ring.word(position + LENGTH);
                leads[at] = next >= span || leads[(int) next];
                first = leads[at] ? at : first;
            }
        }
        List<StoreMessage> messages = new ArrayList<>();
        for (long position = oldest + first; position + StoreMessage.HEAD <= ring.produced(); ) {
            StoreMessage message = message(ring, position, request);
            messages.add(message);
            position += StoreMessage.HEAD + message.length();
        }
        return List.copyOf(messages);
    }

    private static boolean isHead(RingBuffer ring, long position, boolean request) {
        long type = ring.word(position);
        long length = ring.word(position + LENGTH);
        boolean known = type < StoreMessage.types() && length <= MOST_PAYLOAD;
        // A ring that was never written is all zeroes, which is no message.
        boolean something = type != 0 || length != 0;
        boolean answer = type == StoreMessage.EVENT || type == StoreMessage.ERROR;
        return known && something && !(request && answer);
    }

    private static StoreMessage message(RingBuffer ring, long position, boolean request) {
        long length = ring.word(position + LENGTH);
        long size = StoreMessage.HEAD + length;
        long end = Math.min(position + size, ring.produced());
        return new StoreMessage(
                request,
                ring.word(position),
                ring.word(position + ID),
                ring.word(position + TRANSACTION),
                length,
                ring.text(position + StoreMessage.HEAD, end),
                position,
                end - position,
                Math.clamp(ring.consumed() - position, 0, size));
    }
}
