package dev.xmdb.target.guest.linux.net;

import java.util.ArrayList;
import java.util.List;

/**
 * A network device.
 *
 * @param namespace whose it is
 * @param address of its {@code struct net_device}
 * @param name its name
 * @param index its number in the namespace
 * @param flags its IFF_* bits
 * @param linkState its __LINK_STATE_* bits: 1 started, 2 present, 4 no carrier
 * @param operationalState its state as RFC 2863 numbers them: 0 unknown, 2 down, 6 up
 * @param type its ARPHRD_* number: 1 is Ethernet, 772 the loopback
 * @param mtu most bytes in a packet
 * @param hardwareAddress its own address in its network, in hexadecimal with colons; empty when it has none
 * @param addresses its IP addresses with the length of their network's part
 * @param counters what went through it
 */
public record NetDevice(
        NetNamespace namespace,
        long address,
        String name,
        long index,
        long flags,
        long linkState,
        int operationalState,
        int type,
        long mtu,
        String hardwareAddress,
        List<String> addresses,
        DeviceCounters counters) {
    private static final List<String> FLAGS = List.of(
            "UP",
            "BROADCAST",
            "DEBUG",
            "LOOPBACK",
            "POINTOPOINT",
            "NOTRAILERS",
            "RUNNING",
            "NOARP",
            "PROMISC",
            "ALLMULTI",
            "MASTER",
            "SLAVE",
            "MULTICAST",
            "PORTSEL",
            "AUTOMEDIA",
            "DYNAMIC");

    private static final List<String> STATES =
            List.of("UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP");

    private static final int NO_CARRIER = 4;

    /** Copies the list. */
    public NetDevice {
        addresses = List.copyOf(addresses);
    }

    /** The names of its flags. */
    public List<String> flagNames() {
        var names = new ArrayList<String>();
        for (int bit = 0; bit < FLAGS.size(); bit++) {
            if ((flags >>> bit & 1) != 0) {
                names.add(FLAGS.get(bit));
            }
        }
        if ((linkState & NO_CARRIER) != 0) {
            names.add("NO-CARRIER");
        }
        return List.copyOf(names);
    }

    /** Its operational state as a word. */
    public String state() {
        return operationalState >= 0 && operationalState < STATES.size()
                ? STATES.get(operationalState)
                : Integer.toString(operationalState);
    }
}
