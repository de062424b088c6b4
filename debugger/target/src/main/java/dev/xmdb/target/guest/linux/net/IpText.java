package dev.xmdb.target.guest.linux.net;

import dev.xmdb.target.memory.AddressSpace;
import java.util.Locale;

/** IP addresses as text. They lie in memory in the order of the network, most significant byte first. */
final class IpText {
    static final int VERSION_6 = 16;
    private static final int VERSION_4 = 4;

    private IpText() {}

    /** A version 4 address in memory. */
    static String version4(AddressSpace memory, long address) {
        byte[] bytes = new byte[VERSION_4];
        memory.read(address, bytes, 0, bytes.length);
        return String.format(
                Locale.ROOT, "%d.%d.%d.%d", bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff);
    }

    /** A version 6 address in memory, shortened as RFC 5952 has it. */
    static String version6(AddressSpace memory, long address) {
        byte[] bytes = new byte[VERSION_6];
        memory.read(address, bytes, 0, bytes.length);
        int[] groups = new int[bytes.length / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        return version6(groups);
    }

    private static String version6(int[] groups) {
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** A port in memory. */
    static int port(AddressSpace memory, long address) {
        return memory.readByte(address) << 8 | memory.readByte(address + 1);
    }
}
