package dev.xmdb.target.guest.linux.xenbus;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads the devices of the two buses that the kernel keeps them on: those that others serve, and those that it serves to others. */
public final class XenbusDevices {
    private static final int MOST = 1 << 16;
    private static final int MOST_BUSES = 1024;
    private static final int LONGEST = 4096;
    /** A node of a klist that is being removed has the lowest bit of its way back to the list set. */
    private static final long DEAD = 1;

    private final KernelVariables kernel;
    private final AddressSpace memory;
    private final Consumer<String> problems;
    private final StructLayout device;
    private final List<XenbusDevice> found = new ArrayList<>();

    private XenbusDevices(KernelVariables kernel, Consumer<String> problems) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.problems = problems;
        this.device = kernel.types().layout("struct xenbus_device");
    }

    /**
     * The devices of both buses, frontends first; none where the kernel has neither bus.
     *
     * @param problems receives a sentence for each list that breaks off, and for each device that cannot be read
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not tell what a device is
     */
    public static List<XenbusDevice> read(KernelVariables kernel, Consumer<String> problems) {
        var reader = new XenbusDevices(kernel, problems);
        for (String bus : List.of("xenbus_frontend", "xenbus_backend")) {
            OptionalLong variable = kernel.find(bus);
            if (variable.isPresent()) {
                try {
                    reader.bus(bus, variable.getAsLong());
                } catch (MemoryFaultException fault) {
                    problems.accept(bus + ": " + fault.getMessage());
                }
            }
        }
        return List.copyOf(reader.found);
    }

    /**
     * One device.
     *
     * @param address its {@code struct xenbus_device}
     */
    public static XenbusDevice at(KernelVariables kernel, long address) {
        return new XenbusDevices(kernel, sentence -> {}).one(address);
    }

    private void bus(String name, long address) {
        StructLayout busLayout = kernel.types().layout("struct xen_bus_type");
        long bus = address + busLayout.member("bus").offset();
        long parts = parts(bus);
        if (parts == 0) {
            // The bus was never registered: the kernel does not run on Xen.
            return;
        }
        StructLayout subsystem = kernel.types().layout("struct subsys_private");
        StructLayout node = kernel.types().layout("struct klist_node");
        StructLayout own = kernel.types().layout("struct device_private");
        long link = node.member("n_node").offset();
        long onBus = own.member("knode_bus").offset();
        long head = parts + subsystem.member("klist_devices.k_list").offset();
        Chain chain = new Chain("devices of " + name, memory::readWord, MOST);
        Chain.End end = chain.followHeaded(head, at -> {
            StructView entry = node.at(memory, at - link);
            if ((entry.number("n_klist") & DEAD) == 0) {
                long generic = own.at(memory, entry.address() - onBus).number("device");
                add(generic - device.member("dev").offset());
            }
            return true;
        });
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
    }

    /** What the driver core keeps of a bus: up to 6.3 the bus leads to it, since then it is in a list of all of them. */
    private long parts(long bus) {
        StructLayout busType = kernel.types().layout("struct bus_type");
        if (busType.has("p")) {
            return busType.at(memory, bus).number("p");
        }
        long all = kernel.word("bus_kset");
        if (all == 0) {
            return 0;
        }
        StructLayout subsystem = kernel.types().layout("struct subsys_private");
        long link = subsystem.member("subsys.kobj.entry").offset();
        long head = all + kernel.types().layout("struct kset").member("list").offset();
        long[] parts = new long[1];
        Chain chain = new Chain("buses", memory::readWord, MOST_BUSES);
        Chain.End end = chain.followHeaded(head, at -> {
            if (subsystem.at(memory, at - link).number("bus") == bus) {
                parts[0] = at - link;
            }
            return parts[0] == 0;
        });
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
        return parts[0];
    }

    private void add(long address) {
        try {
            found.add(one(address));
        } catch (MemoryFaultException fault) {
            problems.accept("xenbus_device at " + Long.toHexString(address) + ": " + fault.getMessage());
        }
    }

    private XenbusDevice one(long address) {
        StructView view = device.at(memory, address);
        long driver = view.number("dev.driver");
        StructLayout drivers = kernel.types().layout("struct device_driver");
        return new XenbusDevice(
                address,
                text(view.number("dev.kobj.name")),
                text(view.number("devicetype")),
                text(view.number("nodename")),
                text(view.number("otherend")),
                (int) view.number("otherend_id"),
                view.number("state"),
                driver == 0 ? "" : text(drivers.at(memory, driver).number("name")),
                view.number("dev.driver_data"));
    }

    private String text(long at) {
        return at == 0 ? "" : StructView.text(memory, at, LONGEST);
    }
}
