package dev.xmdb.target.guest.solaris.interrupt;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.Optional;

/** Names of devices by their {@code struct dev_info}. Whatever cannot be read has no name. */
public final class DeviceTree {
    private static final int MOST_TEXT = 256;

    private final SolarisGuest kernel;

    /** The devices of a kernel. */
    public DeviceTree(SolarisGuest kernel) {
        this.kernel = kernel;
    }

    /** The driver and instance of a device: {@code xdf#0}; empty when there is no such device. */
    public Optional<String> driver(long device) {
        return device(device).flatMap(node -> {
            try {
                return Optional.of(driverName(node) + '#' + node.number("devi_instance"));
            } catch (MemoryFaultException | TypeDataException unreadable) {
                return Optional.empty();
            }
        });
    }

    /** The name of the device above a device, which is the bus that it is on. */
    public Optional<String> bus(long device) {
        return device(device).flatMap(node -> {
            try {
                return device(node.number("devi_parent")).map(parent -> parent.text("devi_node_name"));
            } catch (MemoryFaultException | TypeDataException unreadable) {
                return Optional.empty();
            }
        });
    }

    private Optional<StructView> device(long address) {
        return address == 0
                ? Optional.empty()
                : kernel.types()
                        .find("struct dev_info")
                        .map(type -> new StructLayout(kernel.types(), type).at(kernel.memory(), address));
    }

    /** By the driver's major number, as the kernel knows it; else by the name that the device was bound to its driver with. */
    private String driverName(StructView node) {
        AddressSpace memory = kernel.memory();
        var table = kernel.symbols().valueOf("devnamesp");
        if (node.layout().has("devi_major") && table.isPresent()) {
            StructLayout names = kernel.types().layout("struct devnames");
            long at = memory.readWord(table.getAsLong()) + node.number("devi_major") * names.size();
            return StructView.text(memory, names.at(memory, at).number("dn_name"), MOST_TEXT);
        }
        return node.text("devi_binding_name");
    }
}
