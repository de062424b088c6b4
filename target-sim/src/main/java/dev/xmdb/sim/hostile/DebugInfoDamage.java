package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import java.util.List;

/** Damage to the page that tells a debugger where to begin. */
final class DebugInfoDamage {
    private static final long FAR = 1L << 40;

    private DebugInfoDamage() {}

    static List<Damage> all() {
        return List.of(
                new Damage(
                        "debug-magic",
                        "the debug_info page has another magic number",
                        victim -> set(victim, "di_magic", 0xdeadbeefL)),
                new Damage(
                        "debug-version", "the debug_info page is of version 2", victim -> set(victim, "di_version", 2)),
                new Damage(
                        "debug-modules",
                        "the debug_info page leads to modules where nothing is mapped",
                        victim -> set(victim, "di_modules", Victim.WILD)),
                new Damage(
                        "debug-offsets",
                        "the debug_info page has offsets of members far beyond their structures",
                        victim -> {
                            set(victim, "di_hat_htable_off", FAR);
                            return set(victim, "di_ht_pfn_off", -Long.BYTES);
                        }),
                new Damage("debug-hole", "the frame of the debug_info page is not in the image", victim -> {
                    victim.lose(Kernel.DEBUG_INFO);
                    return Kernel.DEBUG_INFO;
                }));
    }

    private static long set(Victim victim, String member, long value) {
        GuestStruct info = victim.at("debug_info_t", Kernel.DEBUG_INFO).set(member, value);
        return info.address(member);
    }
}
