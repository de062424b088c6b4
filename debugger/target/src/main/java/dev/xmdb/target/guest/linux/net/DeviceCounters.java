package dev.xmdb.target.guest.linux.net;

/**
 * What went through a device.
 *
 * @param receivedPackets packets that came in
 * @param receivedBytes their bytes
 * @param sentPackets packets that went out
 * @param sentBytes their bytes
 * @param errors packets that were damaged or could not be sent
 * @param dropped packets that were thrown away, those that only the network stack counts among them
 */
public record DeviceCounters(
        long receivedPackets, long receivedBytes, long sentPackets, long sentBytes, long errors, long dropped) {
    DeviceCounters plus(DeviceCounters other) {
        return new DeviceCounters(
                receivedPackets + other.receivedPackets,
                receivedBytes + other.receivedBytes,
                sentPackets + other.sentPackets,
                sentBytes + other.sentBytes,
                errors + other.errors,
                dropped + other.dropped);
    }
}
