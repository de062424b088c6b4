package dev.xmdb.sim.solaris.xen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StoreRingTest {
    private final StoreRing ring = new StoreRing();

    private int word(int at) {
        byte[] bytes = ring.requests().ring();
        int value = 0;
        for (int index = 3; index >= 0; index--) {
            value = value << 8 | Byte.toUnsignedInt(bytes[(at + index) % bytes.length]);
        }
        return value;
    }

    @Test
    void aMessageGoesOnAtTheRingsStart() {
        String payload = "x".repeat(1000);
        ring.pass(true, StoreOperation.WRITE, 1, 0, payload);
        StoreMessage wrapped = ring.pass(true, StoreOperation.READ, 2, 7, "device/vbd/0/state\0");
        assertThat(wrapped.position()).isEqualTo(1016);
        assertThat(word(1016)).isEqualTo(2);
        assertThat(word(1020)).isEqualTo(2);
        assertThat(word(0)).isEqualTo(7);
        assertThat(word(4)).isEqualTo(19);
        assertThat(ring.requests().ring()[8]).isEqualTo((byte) 'd');
        // The head of the first message has been overwritten.
        assertThat(ring.held()).containsExactly(wrapped);
    }

    @Test
    void aMessageLongerThanTheRingFillsItAndIsNotComplete() {
        ring.pass(true, StoreOperation.READ, 1, 0, "domid\0");
        StoreMessage large = ring.add(true, StoreOperation.WRITE, 2, 0, "x".repeat(2000));
        RingStream stream = ring.requests();
        stream.withhold((int) (large.end() - large.position() - stream.size()));
        assertThat(stream.produced() - stream.consumed()).isEqualTo(stream.size());
        assertThat(large.end()).isGreaterThan(stream.produced());
        assertThat(ring.held()).containsExactly(large);
    }

    @Test
    void whatTheReaderTookIsStillInTheRingUntilItIsOverwritten() {
        StoreMessage reply = ring.add(false, StoreOperation.READ, 4, 0, "online");
        ring.replies().consumedTo(reply.position() + StoreMessage.HEAD);
        assertThat(ring.replies().isPending()).isTrue();
        assertThat(ring.replies().pending()).asString().isEqualTo("online");
        ring.replies().consumedTo(reply.end());
        assertThat(ring.held()).containsExactly(reply);
    }
}
