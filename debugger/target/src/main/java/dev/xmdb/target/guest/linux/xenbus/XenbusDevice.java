package dev.xmdb.target.guest.linux.xenbus;

/**
 * One end of a device that two domains have together.
 *
 * @param address its {@code struct xenbus_device}
 * @param name its name on the bus, for example {@code vif-0}
 * @param type what it is, for example {@code vif}
 * @param node where this end stands in the store
 * @param otherEnd where the other end stands; empty before it is known
 * @param otherDomain the domain of the other end; negative before it is known
 * @param state how far this end is, a {@link XenbusState}
 * @param driver the name of the driver that has it; empty when none has
 * @param driverData what the driver keeps of it; 0 for nothing
 */
public record XenbusDevice(
        long address,
        String name,
        String type,
        String node,
        String otherEnd,
        int otherDomain,
        long state,
        String driver,
        long driverData) {}
