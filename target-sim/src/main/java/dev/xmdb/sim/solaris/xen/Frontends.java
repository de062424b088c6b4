package dev.xmdb.sim.solaris.xen;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.xen.GrantTable.Grant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The drivers' halves in the domain: how disks and network interfaces find their backends over the store, and the rings they share. */
final class Frontends {
    private static final int CONNECTED = 4;
    private static final int INITIALISED = 3;
    private static final int INITIALISING = 1;

    private final Kernel kernel;
    private final Xenbus xenbus;
    private final Store store;
    private final GrantTable grants;
    private final Random random;
    private final int domain;
    private long lastDevice;
    private @Nullable GuestStruct lastInterface;

    Frontends(Kernel kernel, Xenbus xenbus, Store store, GrantTable grants, int domain, Random random) {
        this.kernel = kernel;
        this.xenbus = xenbus;
        this.store = store;
        this.grants = grants;
        this.domain = domain;
        this.random = random;
    }

    /** What domain 0 has put into the store before the domain starts. */
    void describe(int disks, int interfaces) {
        store.put("domid", String.valueOf(domain));
        store.put("cpu/0/availability", "online");
        store.put("memory/target", String.valueOf(kernel.memory().pages() * 4L));
        store.put("control/shutdown", "");
        for (int disk = 0; disk < disks; disk++) {
            device("vbd", disk);
            store.put("device/vbd/" + disk + "/device-type", "disk");
            store.put("device/vbd/" + disk + "/virtual-device", String.valueOf(disk));
            String backend = backend("vbd", disk);
            store.put(backend + "/feature-barrier", "1");
            store.put(backend + "/sectors", String.valueOf(16_777_216L << random.nextInt(3)));
            store.put(backend + "/info", "0");
            store.put(backend + "/sector-size", "512");
        }
        for (int index = 0; index < interfaces; index++) {
            device("vif", index);
            store.put(
                    backend("vif", index) + "/mac",
                    "00:16:3e:%02x:%02x:%02x".formatted(random.nextInt(128), random.nextInt(256), index));
            store.put(backend("vif", index) + "/feature-rx-copy", "1");
        }
    }

    private void device(String kind, int index) {
        String own = own(kind, index);
        store.put(own + "/backend", backend(kind, index));
        store.put(own + "/backend-id", "0");
        store.put(own + "/state", String.valueOf(INITIALISING));
        store.put(backend(kind, index) + "/state", "2");
    }

    private static String own(String kind, int index) {
        return "device/" + kind + '/' + index;
    }

    private String backend(String kind, int index) {
        return "/local/domain/0/backend/" + kind + '/' + domain + '/' + index;
    }

    /** Connects a disk whose interrupts come over {@code channel}. */
    void disk(int index, int channel) {
        String own = own("vbd", index);
        String backend = meet("vbd", index);
        Grant ring = grants.shareRing();
        xenbus.inTransaction(() -> {
            xenbus.write(own + "/ring-ref", String.valueOf(ring.reference()));
            xenbus.write(own + "/event-channel", String.valueOf(channel));
            xenbus.write(own + "/protocol", "x86_64-abi");
            xenbus.write(own + "/state", String.valueOf(INITIALISED));
        });
        xenbus.changed(backend + "/state", String.valueOf(CONNECTED));
        xenbus.read(backend + "/state");
        xenbus.read(own + "/state");
        xenbus.read(backend + "/feature-barrier");
        xenbus.read(backend + "/sectors");
        xenbus.read(backend + "/info");
        xenbus.read(own + "/device-type");
        xenbus.write(own + "/state", String.valueOf(CONNECTED));
        long transfers = 20_000L + random.nextInt(100_000);
        grants.indices(ring, transfers, transfers);
        GuestStruct driver = kernel.make("xdf_t")
                .set("xdf_status", CONNECTED)
                .set("xdf_evtchn", channel)
                .set("xdf_ring_ref", ring.reference())
                .set("xdf_xsdev", lastDevice)
                .set("xdf_ring", ring.va());
        kernel.set("xdf_ssp", driver.va());
    }

    /** Connects a network interface with so many buffers for what arrives. */
    void network(int index, int channel, int buffers) {
        String own = own("vif", index);
        xenbus.read(own + "/state");
        xenbus.read(own + "/type");
        String backend = meet("vif", index);
        Grant sending = grants.shareRing();
        Grant receiving = grants.shareRing();
        xenbus.read(backend + "/mac");
        xenbus.read(backend + "/feature-rx-copy");
        xenbus.inTransaction(() -> {
            xenbus.write(own + "/tx-ring-ref", String.valueOf(sending.reference()));
            xenbus.write(own + "/rx-ring-ref", String.valueOf(receiving.reference()));
            xenbus.write(own + "/event-channel", String.valueOf(channel));
            xenbus.write(own + "/feature-rx-notify", "1");
            xenbus.write(own + "/request-rx-copy", "1");
            xenbus.write(own + "/state", String.valueOf(CONNECTED));
        });
        xenbus.changed(backend + "/state", String.valueOf(CONNECTED));
        xenbus.read(backend + "/state");
        long sent = random.nextInt(50_000);
        long received = random.nextInt(200_000);
        grants.indices(sending, sent, sent);
        grants.indices(receiving, received + buffers, received);
        long table = kernel.heap().allocate((long) buffers * Long.BYTES);
        for (int buffer = 0; buffer < buffers; buffer++) {
            kernel.space()
                    .putLong(
                            table + (long) buffer * Long.BYTES,
                            grants.offerBuffer().va());
        }
        long data = 0;
        if (random.nextBoolean()) {
            data = grants.offerData().va();
            grants.indices(sending, sent + 1, sent);
        }
        GuestStruct driver = kernel.make("xnf_t")
                .set("xnf_evtchn", channel)
                .set("xnf_tx_ring_ref", sending.reference())
                .set("xnf_rx_ring_ref", receiving.reference())
                .set("xnf_tx_ring", sending.va())
                .set("xnf_rx_ring", receiving.va())
                .set("xnf_xsdev", lastDevice)
                .set("xnf_rx_bufs", table)
                .set("xnf_tx_buf", data);
        if (lastInterface == null) {
            kernel.set("xnf_ssp", driver.va());
        } else {
            lastInterface.set("xnf_next", driver.va());
        }
        lastInterface = driver;
    }

    /** Finds the backend of a device and watches its state. */
    private String meet(String kind, int index) {
        String own = own(kind, index);
        String backend = xenbus.read(own + "/backend");
        xenbus.read(own + "/backend-id");
        String path = backend + "/state";
        long node = kernel.text(path);
        GuestStruct made = kernel.make("struct xenbus_device")
                .set("devicetype", kernel.text(kind))
                .set("nodename", kernel.text(own))
                .set("otherend", kernel.text(backend))
                .set("otherend_state", CONNECTED)
                .set("frontend", 1)
                .set("otherend_watch.node", node)
                .set("otherend_watch.callback", kernel.symbols().address("otherend_changed"));
        lastDevice = made.va();
        made.set("otherend_watch.dev", lastDevice);
        long watch = made.address("otherend_watch");
        new GuestWatches(kernel).register(watch);
        xenbus.watch(path, watch);
        xenbus.read(path);
        return backend;
    }
}
