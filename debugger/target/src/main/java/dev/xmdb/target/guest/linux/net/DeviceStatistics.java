package dev.xmdb.target.guest.linux.net;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Types;
import java.util.List;

/**
 * Adds up what a device counted. Drivers count in the device itself or for each CPU; where each does tells a word of the device since 6.6,
 * and before that only its driver. Confirmed for the loopback and the dummy device of 6.1; what Xen's network driver counts follows the
 * types of its module, where they are known.
 */
final class DeviceStatistics {
    private static final int PRIVATE_ALIGNMENT = 32;

    /** Where a device has its counters for each CPU. */
    private enum Place {
        NONE,
        /** Packets and bytes that are looped back, or only sent. */
        SIMPLE,
        /** Both directions. */
        TUNNEL,
        /** Both directions, and what was dropped. */
        DEVICE
    }

    private final LinuxGuest guest;
    private final Types types;

    DeviceStatistics(LinuxGuest guest) {
        this.guest = guest;
        this.types = guest.types();
    }

    DeviceCounters of(StructView device) {
        DeviceCounters sum = inDevice(device).plus(inCore(device));
        long operations = device.number("netdev_ops");
        if (is("xennet_netdev_ops", operations)
                && types.find("struct netfront_info").isPresent()) {
            return sum.plus(netfront(device));
        }
        boolean loopback = is("loopback_ops", operations);
        Place place = place(device, loopback || is("dummy_netdev_ops", operations));
        return place == Place.NONE ? sum : sum.plus(perCpu(device, place, loopback));
    }

    private boolean is(String symbol, long address) {
        // A driver may be a module, whose symbols only the whole table has.
        return guest.symbols().valueOf(symbol).orElse(0) == address;
    }

    private static DeviceCounters inDevice(StructView device) {
        return new DeviceCounters(
                device.number("stats.rx_packets"),
                device.number("stats.rx_bytes"),
                device.number("stats.tx_packets"),
                device.number("stats.tx_bytes"),
                device.number("stats.rx_errors") + device.number("stats.tx_errors"),
                device.number("stats.rx_dropped") + device.number("stats.tx_dropped"));
    }

    /** What the stack dropped is counted in the device up to 5.17, for each CPU since. */
    private DeviceCounters inCore(StructView device) {
        long dropped = 0;
        for (String name : List.of("rx_dropped", "tx_dropped")) {
            dropped += device.layout().has(name) ? device.number(name) : 0;
        }
        long core = device.layout().has("core_stats") ? device.number("core_stats") : 0;
        if (core != 0) {
            StructLayout layout = types.layout("struct net_device_core_stats");
            for (int cpu : guest.perCpu().possible()) {
                StructView own = layout.at(guest.memory(), guest.perCpu().address(core, cpu));
                dropped += own.number("rx_dropped") + own.number("tx_dropped");
            }
        }
        return new DeviceCounters(0, 0, 0, 0, 0, dropped);
    }

    private static Place place(StructView device, boolean known) {
        long told = device.layout().has("pcpu_stat_type") ? device.number("pcpu_stat_type") : 0;
        if (told > 0 && told < Place.values().length) {
            return Place.values()[(int) told];
        }
        return known ? Place.SIMPLE : Place.NONE;
    }

    private DeviceCounters perCpu(StructView device, Place place, boolean loopback) {
        long variable = device.number("lstats");
        var sum = new DeviceCounters(0, 0, 0, 0, 0, 0);
        if (variable == 0) {
            return sum;
        }
        StructLayout layout = types.layout(
                switch (place) {
                    case SIMPLE, NONE -> "struct pcpu_lstats";
                    case TUNNEL -> "struct pcpu_sw_netstats";
                    case DEVICE -> "struct pcpu_dstats";
                });
        for (int cpu : guest.perCpu().possible()) {
            StructView own = layout.at(guest.memory(), guest.perCpu().address(variable, cpu));
            try {
                sum = sum.plus(one(own, place, loopback));
            } catch (MemoryFaultException offline) {
                // A CPU that never ran may have no such memory.
            }
        }
        return sum;
    }

    private static DeviceCounters one(StructView own, Place place, boolean loopback) {
        if (place == Place.SIMPLE) {
            long packets = own.number("packets");
            long bytes = own.number("bytes");
            return new DeviceCounters(loopback ? packets : 0, loopback ? bytes : 0, packets, bytes, 0, 0);
        }
        return new DeviceCounters(
                own.number("rx_packets"),
                own.number("rx_bytes"),
                own.number("tx_packets"),
                own.number("tx_bytes"),
                0,
                place == Place.DEVICE ? own.number("rx_drops") + own.number("tx_drops") : 0);
    }

    /** A driver's own structure follows the device; since 6.10 the device has it as a member. */
    private DeviceCounters netfront(StructView device) {
        long size = device.layout().size();
        long own = device.layout().has("priv")
                ? device.addressOf("priv")
                : device.address() + (size + PRIVATE_ALIGNMENT - 1) / PRIVATE_ALIGNMENT * PRIVATE_ALIGNMENT;
        StructView driver = types.layout("struct netfront_info").at(guest.memory(), own);
        StructLayout layout = types.layout("struct netfront_stats");
        var sum = new DeviceCounters(0, 0, 0, 0, 0, 0);
        for (int cpu : guest.perCpu().possible()) {
            StructView received = layout.at(guest.memory(), guest.perCpu().address(driver.number("rx_stats"), cpu));
            StructView sent = layout.at(guest.memory(), guest.perCpu().address(driver.number("tx_stats"), cpu));
            sum = sum.plus(new DeviceCounters(
                    received.number("packets"),
                    received.number("bytes"),
                    sent.number("packets"),
                    sent.number("bytes"),
                    0,
                    0));
        }
        return sum;
    }
}
