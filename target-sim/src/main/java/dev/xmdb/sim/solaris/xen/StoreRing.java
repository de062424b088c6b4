package dev.xmdb.sim.solaris.xen;

import java.util.ArrayList;
import java.util.List;

/** The two rings between a domain and the store, and every message that went through them. */
public final class StoreRing {
    private static final int SIZE = 1024;

    private final RingStream requests = new RingStream(SIZE);
    private final RingStream replies = new RingStream(SIZE);
    private final List<StoreMessage> messages = new ArrayList<>();

    StoreRing() {}

    /** From the domain to the store. */
    public RingStream requests() {
        return requests;
    }

    /** From the store to the domain: replies and watch events. */
    public RingStream replies() {
        return replies;
    }

    /** The messages of which the rings hold the head, requests first, each direction oldest first. */
    public List<StoreMessage> held() {
        List<StoreMessage> held = new ArrayList<>();
        messages.stream()
                .filter(each -> each.isRequest() && each.position() >= requests.oldest())
                .forEach(held::add);
        messages.stream()
                .filter(each -> !each.isRequest() && each.position() >= replies.oldest())
                .forEach(held::add);
        return held;
    }

    /** The stream that a message is in. */
    public RingStream stream(StoreMessage message) {
        return message.isRequest() ? requests : replies;
    }

    /** Adds a message that the other side reads at once. */
    StoreMessage pass(boolean isRequest, StoreOperation operation, int request, int transaction, String payload) {
        StoreMessage message = add(isRequest, operation, request, transaction, payload);
        stream(message).consumedTo(message.end());
        return message;
    }

    /** Adds a message that nobody has read yet. */
    StoreMessage add(boolean isRequest, StoreOperation operation, int request, int transaction, String payload) {
        RingStream stream = isRequest ? requests : replies;
        StoreMessage message = new StoreMessage(isRequest, operation, request, transaction, payload, stream.produced());
        stream.add(message.bytes());
        messages.add(message);
        return message;
    }
}
