package dev.xmdb.sim.solaris.xen;

import dev.xmdb.sim.solaris.Kernel;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The last exchange with the store, which the freeze may leave open. */
final class OpenConversation {
    /** A report of the pages of each process, longer than the ring. */
    static final String REPORT = IntStream.range(0, 80)
            .mapToObj(each -> "process " + each + " has " + each * 37 % 512 + " pages\n")
            .collect(Collectors.joining());

    private final Kernel kernel;
    private final Xenbus xenbus;
    private final Random random;

    OpenConversation(Kernel kernel, Xenbus xenbus, Random random) {
        this.kernel = kernel;
        this.xenbus = xenbus;
        this.random = random;
    }

    /** Leaves the rings in a situation. */
    void leave(StoreSituation situation) {
        StoreRing ring = xenbus.ring();
        switch (situation) {
            case QUIET -> {}
            case EVENTS_UNREAD -> {
                xenbus.changedUnseen(
                        "memory/target", String.valueOf(kernel.memory().pages() * 3L));
                xenbus.changedUnseen("control/shutdown", random.nextBoolean() ? "poweroff" : "halt");
            }
            case REQUEST_UNREAD -> ask();
            case REPLY_UNREAD -> xenbus.answer(ask(), "online");
            case REPLY_HALF_READ -> {
                StoreMessage reply = xenbus.answer(ask(), "online");
                ring.replies().consumedTo(reply.position() + StoreMessage.HEAD);
            }
            case REPLY_HALF_WRITTEN -> {
                StoreMessage reply = xenbus.answer(ask(), "online");
                ring.replies()
                        .withhold(reply.payload().length()
                                - random.nextInt(reply.payload().length()));
                ring.replies().consumedTo(ring.replies().produced());
            }
            case REQUEST_HALF_WRITTEN -> {
                xenbus.changed("memory/target", String.valueOf(kernel.memory().pages() * 4L));
                StoreMessage request = xenbus.send(StoreOperation.WRITE, "data/report\0" + REPORT);
                long room = ring.requests().size();
                ring.requests().withhold((int) (request.end() - request.position() - room));
            }
        }
    }

    /** Asks what a watch just told to have changed. */
    private StoreMessage ask() {
        xenbus.changed("cpu/0/availability", "online");
        return xenbus.send(StoreOperation.READ, "cpu/0/availability\0");
    }
}
