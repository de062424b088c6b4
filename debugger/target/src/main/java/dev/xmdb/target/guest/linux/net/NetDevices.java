package dev.xmdb.target.guest.linux.net;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads network devices. Confirmed on 6.1 by what the guests told of theirs. */
public final class NetDevices {
    private static final int LONGEST_ADDRESS = 32;
    private static final int MOST_ADDRESSES = 1 << 16;

    private final LinuxGuest guest;
    private final Consumer<String> problems;
    private final DeviceStatistics statistics;

    private NetDevices(LinuxGuest guest, Consumer<String> problems) {
        this.guest = guest;
        this.problems = problems;
        this.statistics = new DeviceStatistics(guest);
    }

    /**
     * The devices of every namespace.
     *
     * @param problems receives a sentence for whatever cannot be read
     * @throws TypeDataException when the kernel's types do not tell what a device is
     */
    public static List<NetDevice> read(LinuxGuest guest, Consumer<String> problems) {
        var reader = new NetDevices(guest, problems);
        var found = new ArrayList<NetDevice>();
        NetNamespace.read(guest, problems).forEach(space -> reader.of(space, found));
        return List.copyOf(found);
    }

    private void of(NetNamespace space, List<NetDevice> found) {
        StructLayout layout = guest.types().layout("struct net_device");
        long link = layout.member("dev_list").offset();
        long head = guest.types()
                .layout("struct net")
                .at(guest.memory(), space.address())
                .addressOf("dev_base_head");
        Chain.End end = LinkedLists.of(guest)
                .list("devices of network namespace " + Long.toHexString(space.address()), head, node -> {
                    found.add(device(space, layout.at(guest.memory(), node - link)));
                    return true;
                });
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
    }

    private NetDevice device(NetNamespace space, StructView device) {
        var addresses = new ArrayList<String>();
        guarded(device, () -> version4(device, addresses));
        guarded(device, () -> version6(device, addresses));
        var counters = new DeviceCounters[] {new DeviceCounters(0, 0, 0, 0, 0, 0)};
        guarded(device, () -> counters[0] = statistics.of(device));
        return new NetDevice(
                space,
                device.address(),
                device.text("name"),
                device.number("ifindex"),
                device.number("flags"),
                device.number("state"),
                (int) device.number("operstate"),
                (int) device.number("type"),
                device.number("mtu"),
                hardwareAddress(device),
                addresses,
                counters[0]);
    }

    private void guarded(StructView device, Runnable read) {
        try {
            read.run();
        } catch (MemoryFaultException | TypeDataException fault) {
            problems.accept("device " + Long.toHexString(device.address()) + ": " + fault.getMessage());
        }
    }

    private String hardwareAddress(StructView device) {
        int length = (int) Math.min(LONGEST_ADDRESS, device.number("addr_len"));
        long at = device.number("dev_addr");
        var text = new StringBuilder();
        try {
            for (int i = 0; i < length && at != 0; i++) {
                text.append(String.format(
                        Locale.ROOT, i == 0 ? "%02x" : ":%02x", guest.memory().readByte(at + i)));
            }
        } catch (MemoryFaultException fault) {
            problems.accept("device " + Long.toHexString(device.address()) + ": " + fault.getMessage());
        }
        return text.toString();
    }

    private void version4(StructView device, List<String> found) {
        long own = device.number("ip_ptr");
        if (own == 0) {
            return;
        }
        StructLayout layout = guest.types().layout("struct in_ifaddr");
        long first =
                guest.types().layout("struct in_device").at(guest.memory(), own).number("ifa_list");
        Chain.End end = new Chain(
                        "addresses of device " + Long.toHexString(device.address()),
                        at -> layout.at(guest.memory(), at).number("ifa_next"),
                        MOST_ADDRESSES)
                .follow(first, at -> {
                    StructView each = layout.at(guest.memory(), at);
                    found.add(IpText.version4(guest.memory(), each.addressOf("ifa_local")) + "/"
                            + each.number("ifa_prefixlen"));
                    return true;
                });
        tell(end);
    }

    /** Kernels without version 6, or with it in a module, have no types of it. */
    private void version6(StructView device, List<String> found) {
        long own = device.layout().has("ip6_ptr") ? device.number("ip6_ptr") : 0;
        if (own == 0 || guest.types().find("struct inet6_ifaddr").isEmpty()) {
            return;
        }
        StructLayout layout = guest.types().layout("struct inet6_ifaddr");
        StructLayout inner = guest.types().layout("struct inet6_dev");
        if (!inner.has("addr_list") || !layout.has("if_list")) {
            return;
        }
        long link = layout.member("if_list").offset();
        Chain.End end = LinkedLists.of(guest)
                .list(
                        "addresses of device " + Long.toHexString(device.address()),
                        own + inner.member("addr_list").offset(),
                        node -> {
                            StructView each = layout.at(guest.memory(), node - link);
                            found.add(IpText.version6(guest.memory(), each.addressOf("addr")) + "/"
                                    + each.number("prefix_len"));
                            return true;
                        });
        tell(end);
    }

    private void tell(Chain.End end) {
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
    }
}
