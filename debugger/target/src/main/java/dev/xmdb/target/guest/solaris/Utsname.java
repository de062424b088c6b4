package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructView;

/** What a kernel calls itself: five texts in fields of one size (sys/utsname.h). */
record Utsname(String system, String node, String release, String version, String machine) {
    private static final int FIELD = 257;

    static Utsname read(AddressSpace memory, long address) {
        String[] fields = new String[5];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = StructView.text(memory, address + (long) i * FIELD, FIELD);
        }
        return new Utsname(fields[0], fields[1], fields[2], fields[3], fields[4]);
    }
}
