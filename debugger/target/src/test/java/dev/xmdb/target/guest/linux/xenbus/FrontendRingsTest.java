package dev.xmdb.target.guest.linux.xenbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.guest.linux.variable.KernelOf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frontends made by hand. */
class FrontendRingsTest {
    private static final long INFO = 0xffff888001000000L;
    private static final long QUEUES = 0xffff888002000000L;
    private static final long PAGES = 0xffff888003000000L;
    private static final long INTERFACE = 0xffff888004000000L;
    private static final int QUEUE_SIZE = 0x200;
    private static final int RING_SIZE = 0x180;

    private final KernelOf kernel = new KernelOf();
    private final List<String> problems = new ArrayList<>();

    private static XenbusDevice device(String type, String node, long data) {
        return new XenbusDevice(0xffff888009000000L, type + "-0", type, node, "", 0, 4, type, data);
    }

    private List<DeviceRing> rings(XenbusDevice device) {
        return FrontendRings.of(kernel.made(), device, problems::add);
    }

    private void ring(long at, int made, int taken, int size, long page) {
        kernel.memory()
                .put(at, 4, made)
                .put(at + 4, 4, taken)
                .put(at + 8, 4, size)
                .word(at + 16, page);
    }

    private void ringTypes(String... names) {
        kernel.types().struct("sring", 64).number("req_prod", 0, 4).number("rsp_prod", 8, 4);
        for (String name : names) {
            kernel.types()
                    .struct(name, 24)
                    .number("req_prod_pvt", 0, 4)
                    .number("rsp_cons", 4, 4)
                    .number("nr_ents", 8, 4)
                    .pointer("sring", 16, "sring");
        }
    }

    private void network(int queues) {
        ringTypes("xen_netif_tx_front_ring", "xen_netif_rx_front_ring");
        var types = kernel.types();
        types.struct("net_device", 0x400).number("real_num_tx_queues", 0x20, 4);
        types.struct("netfront_info", 0x80).number("netdev", 0x10, 8).number("queues", 0x20, 8);
        types.struct("netfront_queue", QUEUE_SIZE)
                .number("tx_evtchn", 0x10, 4)
                .number("rx_evtchn", 0x14, 4)
                .number("tx_irq", 0x18, 4)
                .number("rx_irq", 0x1c, 4)
                .struct("tx", 0x40, "xen_netif_tx_front_ring")
                .number("tx_ring_ref", 0x58, 4)
                .struct("rx", 0x80, "xen_netif_rx_front_ring")
                .number("rx_ring_ref", 0x98, 4);
        kernel.memory()
                .put(INFO, new byte[0x80])
                .put(INTERFACE, new byte[0x400])
                .put(QUEUES, new byte[2 * QUEUE_SIZE])
                .put(PAGES, new byte[0x4000])
                .word(INFO + 0x10, INTERFACE)
                .word(INFO + 0x20, QUEUES)
                .put(INTERFACE + 0x20, 4, queues);
    }

    @Test
    void everyQueueOfANetworkInterfaceHasTwo() {
        network(2);
        long second = QUEUES + QUEUE_SIZE;
        kernel.memory()
                .put(second + 0x10, 4, 12)
                .put(second + 0x14, 4, 13)
                .put(second + 0x18, 4, 45)
                .put(second + 0x1c, 4, 46)
                .put(second + 0x58, 4, 769)
                .put(second + 0x98, 4, 770)
                .put(PAGES + 8, 4, 5)
                .put(PAGES + 0x1000 + 8, 4, 3);
        // Counters wrap.
        ring(second + 0x40, 7, 4, 256, PAGES);
        ring(second + 0x80, 2, -6, 256, PAGES + 0x1000);
        List<DeviceRing> rings = rings(device("vif", "device/vif/0", INFO));
        assertThat(rings).hasSize(4);
        assertThat(rings.subList(2, 4))
                .containsExactly(
                        new DeviceRing("tx", 1, List.of(769L), 12, 45, PAGES, 256, 7, 4, 5),
                        new DeviceRing("rx", 1, List.of(770L), 13, 46, PAGES + 0x1000, 256, 2, -6, 3));
        assertThat(rings).extracting(DeviceRing::inFlight).containsExactly(0L, 0L, 3L, 8L);
        assertThat(problems).isEmpty();
    }

    private void disk(boolean strideKnown) {
        ringTypes("blkif_front_ring");
        var info = kernel.types()
                .struct("blkfront_info", 0x100)
                .number("nr_ring_pages", 0x20, 4)
                .number("nr_rings", 0x24, 4)
                .number("rinfo", 0x30, 8);
        if (strideKnown) {
            info.number("rinfo_size", 0x28, 4);
        }
        kernel.types()
                .struct("blkfront_ring_info", RING_SIZE)
                .struct("ring", 0x8, "blkif_front_ring")
                .words("ring_ref", 0x20, 8)
                .number("evtchn", 0x60, 4)
                .number("irq", 0x64, 4);
        kernel.memory()
                .put(INFO, new byte[0x100])
                .put(QUEUES, new byte[0x1000])
                .put(PAGES, new byte[0x2000])
                .put(INFO + 0x20, 4, 2)
                .put(INFO + 0x24, 4, 2)
                .put(INFO + 0x28, 4, 0x800)
                .word(INFO + 0x30, QUEUES);
    }

    private void secondDiskRing(long at) {
        kernel.memory()
                .put(at + 0x20, 4, 8)
                .put(at + 0x24, 4, 9)
                .put(at + 0x60, 4, 20)
                .put(at + 0x64, 4, 60);
        ring(at + 0x8, 100, 90, 64, PAGES);
        kernel.memory().put(PAGES + 8, 4, 95);
    }

    @Test
    void theRingsOfADiskLieAsFarApartAsTheyAreLarge() {
        disk(true);
        secondDiskRing(QUEUES + 0x800);
        assertThat(rings(device("vbd", "device/vbd/51712", INFO)))
                .hasSize(2)
                .last()
                .isEqualTo(new DeviceRing("ring", 1, List.of(8L, 9L), 20, 60, PAGES, 64, 100, 90, 95));
    }

    /** Before 5.6 all had the size of the structure. */
    @Test
    void withoutASizeTheyLieAsTheStructureSays() {
        disk(false);
        secondDiskRing(QUEUES + RING_SIZE);
        assertThat(rings(device("vbd", "device/vbd/51712", INFO)))
                .last()
                .extracting(DeviceRing::references)
                .isEqualTo(List.of(8L, 9L));
    }

    @Test
    void aRingWhosePageIsLostIsToldWithoutWhatIsInIt() {
        disk(true);
        secondDiskRing(QUEUES + 0x800);
        kernel.memory().word(QUEUES + 0x800 + 0x8 + 16, 0xffff88800f000000L);
        assertThat(rings(device("vbd", "device/vbd/51712", INFO)))
                .last()
                .extracting(DeviceRing::answered)
                .isEqualTo(90);
        assertThat(problems).isEmpty();
    }

    @Test
    void moreQueuesThanAnyDeviceHasAreNotBelieved() {
        network(0x7fffffff);
        assertThat(rings(device("vif", "device/vif/0", INFO))).isEmpty();
        assertThat(problems).containsExactly("rings of vif-0: 2147483647 queues are more than any device has");
    }

    @Test
    void aDriverWithoutTypesIsNamed() {
        assertThat(rings(device("vbd", "device/vbd/51712", INFO))).isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("rings of vbd-0: ")
                .contains("struct blkfront_info");
    }

    @Test
    void whatHasNoRingsHasNoProblemsEither() {
        assertThat(rings(device("vif", "device/vif/0", 0))).isEmpty();
        assertThat(rings(device("vif", "backend/vif/7/0", INFO))).isEmpty();
        assertThat(rings(device("vkbd", "device/vkbd/0", INFO))).isEmpty();
        assertThat(problems).isEmpty();
    }
}
