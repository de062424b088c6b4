package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.GuestStruct;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Damage to the modules' symbol tables. */
final class SymbolDamage {
    private static final int SYMBOL = 24;
    private static final int SOME = 6;
    private static final long HUGE = 1L << 60;

    private SymbolDamage() {}

    static List<Damage> all() {
        return List.of(
                new Damage(
                        "symspace",
                        "the symbol table of genunix is outside the module's symbol space",
                        victim -> victim.body(1)
                                .set("symspace", victim.body(1).get("symspace") + Long.BYTES)
                                .address("symspace")),
                new Damage("symbol-count", "a symbol table has 2^60 bytes", victim -> {
                    victim.body(SOME).set("symsize", HUGE);
                    return header(victim, SOME, "symhdr").set("sh_size", HUGE).address("sh_size");
                }),
                new Damage("string-count", "the names of a module's symbols take 2^60 bytes", victim -> {
                    victim.body(SOME).set("symsize", HUGE);
                    return header(victim, SOME, "strhdr").set("sh_size", HUGE).address("sh_size");
                }),
                new Damage("symbol-names", "the names of genunix's symbols begin beyond the table of names", victim -> {
                    GuestStruct table = header(victim, 1, "symhdr");
                    long symbols = table.get("sh_size") / SYMBOL;
                    for (long index = 1; index < symbols; index++) {
                        long va = table.get("sh_addr") + index * SYMBOL;
                        victim.kernel().space().put(va, Integer.BYTES, 0x7fff_0000L + index);
                    }
                    return table.get("sh_addr");
                }),
                new Damage("symbol-hole", "a frame of genunix's symbol table is not in the image", victim -> {
                    long table = header(victim, 1, "symhdr").get("sh_addr");
                    long page = table + 0x1000;
                    victim.lose(page);
                    return page & -0x1000;
                }),
                new Damage("no-kas", "the kernel has no symbol kas", victim -> {
                    GuestStruct names = header(victim, 0, "strhdr");
                    int size = (int) names.get("sh_size");
                    String text = new String(
                            victim.kernel().space().get(names.get("sh_addr"), size), StandardCharsets.ISO_8859_1);
                    long va = names.get("sh_addr") + text.indexOf("\0kas\0") + 1;
                    victim.kernel().space().putText(va, "xas");
                    return va;
                }),
                new Damage("no-symbols", "no module has symbols: every symbol table is empty", victim -> {
                    GuestStruct head = victim.module(0);
                    GuestStruct control = head;
                    do {
                        GuestStruct body = victim.at("struct module", control.get("mod_mp"));
                        victim.at("Shdr", body.get("symhdr")).set("sh_size", 0);
                        control = victim.at("struct modctl", control.get("mod_next"));
                    } while (control.va() != head.va());
                    return head.va();
                }));
    }

    private static GuestStruct header(Victim victim, int module, String member) {
        return victim.at("Shdr", victim.body(module).get(member));
    }
}
