package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.GuestStruct;
import java.util.List;

/** Damage to the modules' type information. */
final class TypeDamage {
    private static final int UNIX = 0;
    private static final int GENUNIX = 1;
    private static final int VERSION = 2;
    private static final int LABEL_OFFSET = 12;
    private static final int HEADER = 36;
    private static final int STRING_LENGTH = 32;

    private TypeDamage() {}

    static List<Damage> all() {
        return List.of(
                new Damage("ctf-truncated", "half of genunix's type information is missing", victim -> {
                    GuestStruct body = victim.body(GENUNIX);
                    return body.set("ctfsize", body.get("ctfsize") / 2).address("ctfsize");
                }),
                new Damage(
                        "ctf-corrupt",
                        "genunix's compressed type information has wrong bytes in its middle",
                        victim -> {
                            GuestStruct body = victim.body(GENUNIX);
                            long va = body.get("ctfdata") + body.get("ctfsize") / 2;
                            victim.kernel()
                                    .space()
                                    .put(va, "not what was there".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                            return va;
                        }),
                new Damage(
                        "ctf-version",
                        "unix's type information is of an unknown version",
                        victim -> put(victim, UNIX, VERSION, 1, 0x7f)),
                new Damage("ctf-offsets", "the sections of genunix's type information begin beyond its end", victim -> {
                    for (int offset = LABEL_OFFSET; offset < STRING_LENGTH; offset += Integer.BYTES) {
                        put(victim, GENUNIX, offset, Integer.BYTES, 0x7fff_ff00L + offset);
                    }
                    return put(victim, GENUNIX, STRING_LENGTH, Integer.BYTES, 0xffff_ffffL);
                }),
                new Damage(
                        "ctf-size",
                        "genunix's type information takes 2^60 bytes",
                        victim -> victim.body(GENUNIX).set("ctfsize", 1L << 60).address("ctfsize")),
                new Damage(
                        "ctf-head-only",
                        "unix's type information ends after its header",
                        victim -> victim.body(UNIX).set("ctfsize", HEADER).address("ctfsize")),
                new Damage(
                        "ctf-wild",
                        "genunix's type information is where nothing is mapped",
                        victim ->
                                victim.body(GENUNIX).set("ctfdata", Victim.WILD).address("ctfdata")),
                new Damage("ctf-swapped", "unix has genunix's type information and the other way round", victim -> {
                    GuestStruct unix = victim.body(UNIX);
                    GuestStruct genunix = victim.body(GENUNIX);
                    long data = unix.get("ctfdata");
                    long size = unix.get("ctfsize");
                    unix.set("ctfdata", genunix.get("ctfdata")).set("ctfsize", genunix.get("ctfsize"));
                    return genunix.set("ctfdata", data).set("ctfsize", size).address("ctfdata");
                }));
    }

    private static long put(Victim victim, int module, int offset, int size, long value) {
        long va = victim.body(module).get("ctfdata") + offset;
        victim.kernel().space().put(va, size, value);
        return va;
    }
}
