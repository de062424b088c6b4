package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.GuestStruct;
import java.util.List;

/** Damage to the list of modules. */
final class ModuleDamage {
    private static final int MANY = 600;
    private static final int SOME = 5;

    private ModuleDamage() {}

    static List<Damage> all() {
        return List.of(
                new Damage(
                        "modules-many",
                        "the list of modules has " + MANY + " entries more than there are modules",
                        victim -> {
                            GuestStruct last = victim.module(0);
                            long head = last.va();
                            for (int each = 0; each < MANY; each++) {
                                GuestStruct next = victim.kernel()
                                        .make("struct modctl")
                                        .set("mod_id", 1000L + each)
                                        .set("mod_next", last.get("mod_next"))
                                        .set("mod_prev", last.va());
                                last.set("mod_next", next.va());
                                last = next;
                            }
                            return head;
                        }),
                new Damage("modules-cycle", "the list of modules turns back into its middle and never ends", victim -> {
                    GuestStruct last =
                            victim.at("struct modctl", victim.module(0).get("mod_prev"));
                    return last.set("mod_next", victim.module(SOME).va()).address("mod_next");
                }),
                new Damage(
                        "modules-wild-next",
                        "the list of modules goes on where nothing is mapped",
                        victim ->
                                victim.module(SOME).set("mod_next", Victim.WILD).address("mod_next")),
                new Damage(
                        "modules-null-next",
                        "the list of modules ends in a null pointer",
                        victim -> victim.module(SOME).set("mod_next", 0).address("mod_next")),
                new Damage(
                        "module-wild-body",
                        "a modctl leads to a module where nothing is mapped",
                        victim -> victim.module(SOME).set("mod_mp", Victim.WILD).address("mod_mp")),
                new Damage(
                        "module-wild-name",
                        "the name of a module is where nothing is mapped",
                        victim -> victim.module(SOME)
                                .set("mod_modname", Victim.WILD)
                                .address("mod_modname")),
                new Damage(
                        "module-odd-pointers",
                        "every pointer of a modctl is an odd number that is no address",
                        victim -> {
                            GuestStruct control = victim.module(SOME);
                            for (String member : List.of("mod_mp", "mod_modname", "mod_filename", "mod_linkage")) {
                                control.set(member, 0x0001_4141_4141_4141L);
                            }
                            return control.va();
                        }),
                new Damage("duplicate-module", "two modules have the same name", victim -> {
                    GuestStruct control = victim.module(SOME);
                    return control.set("mod_modname", victim.module(SOME - 1).get("mod_modname"))
                            .address("mod_modname");
                }));
    }
}
