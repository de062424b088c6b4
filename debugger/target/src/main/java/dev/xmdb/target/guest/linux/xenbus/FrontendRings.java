package dev.xmdb.target.guest.linux.xenbus;

import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the rings of the network and disk frontends. Their drivers are modules in most kernels, whose structures are known when the
 * module is loaded and brings its types.
 */
public final class FrontendRings {
    private static final String FRONTEND = "device/";
    private static final int MOST_QUEUES = 256;
    private static final int MOST_PAGES = 64;

    private final AddressSpace memory;
    private final Types types;
    private final XenbusDevice device;
    private final List<DeviceRing> found = new ArrayList<>();

    private FrontendRings(KernelVariables kernel, XenbusDevice device) {
        this.memory = kernel.memory();
        this.types = kernel.types();
        this.device = device;
    }

    /**
     * The rings of a device; none of one that is no network or disk frontend, or that has no driver yet.
     *
     * @param problems receives why some cannot be told
     */
    public static List<DeviceRing> of(KernelVariables kernel, XenbusDevice device, Consumer<String> problems) {
        var reader = new FrontendRings(kernel, device);
        if (device.driverData() != 0 && device.node().startsWith(FRONTEND)) {
            try {
                switch (device.type()) {
                    case "vif" -> reader.network();
                    case "vbd" -> reader.disk();
                    default -> {
                        // Other frontends keep their rings in forms of their own.
                    }
                }
            } catch (MemoryFaultException | TypeDataException lost) {
                problems.accept("rings of " + device.name() + ": " + lost.getMessage());
            }
        }
        return List.copyOf(reader.found);
    }

    private void network() {
        StructView info = types.layout("struct netfront_info").at(memory, device.driverData());
        StructLayout queue = types.layout("struct netfront_queue");
        long queues = info.number("queues");
        long interfaceAt = info.number("netdev");
        if (queues == 0 || interfaceAt == 0) {
            return;
        }
        long count = types.layout("struct net_device").at(memory, interfaceAt).number("real_num_tx_queues");
        for (int each = 0; each < bounded(count, MOST_QUEUES, "queues"); each++) {
            StructView at = queue.at(memory, queues + each * queue.size());
            for (String way : List.of("tx", "rx")) {
                add(
                        way,
                        each,
                        at.struct(way),
                        List.of(at.number(way + "_ring_ref") & 0xffff_ffffL),
                        at.number(way + "_evtchn"),
                        at.number(way + "_irq"));
            }
        }
    }

    private void disk() {
        StructView info = types.layout("struct blkfront_info").at(memory, device.driverData());
        StructLayout ring = types.layout("struct blkfront_ring_info");
        long rings = info.number("rinfo");
        if (rings == 0) {
            return;
        }
        // Since 5.6 a ring is as large as its requests need; before, all are as large as the largest.
        long stride = info.layout().has("rinfo_size") ? info.number("rinfo_size") : ring.size();
        long pages = bounded(info.number("nr_ring_pages"), MOST_PAGES, "pages in a ring");
        for (int each = 0; each < bounded(info.number("nr_rings"), MOST_QUEUES, "rings"); each++) {
            StructView at = ring.at(memory, rings + each * stride);
            List<Long> references = new ArrayList<>();
            for (int page = 0; page < pages; page++) {
                references.add(
                        Integer.toUnsignedLong(memory.readInt(at.addressOf("ring_ref") + (long) page * Integer.BYTES)));
            }
            add("ring", each, at.struct("ring"), references, at.number("evtchn"), at.number("irq"));
        }
    }

    private static long bounded(long count, int most, String what) {
        if (count < 0 || count > most) {
            throw new TypeDataException(count + " " + what + " are more than any device has");
        }
        return count;
    }

    private void add(String name, int queue, StructView ring, List<Long> references, long port, long irq) {
        long shared = ring.number("sring");
        int taken = (int) ring.number("rsp_cons");
        found.add(new DeviceRing(
                name,
                queue,
                references,
                (int) port,
                (int) irq,
                shared,
                ring.number("nr_ents"),
                (int) ring.number("req_prod_pvt"),
                taken,
                shared == 0 ? taken : answered(ring, taken)));
    }

    /** The page is granted to the other end and still this domain's own; it may be missing all the same. */
    private int answered(StructView ring, int otherwise) {
        try {
            return (int) ring.follow("sring").number("rsp_prod");
        } catch (MemoryFaultException notThere) {
            return otherwise;
        }
    }
}
