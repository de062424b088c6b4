package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.GuestStruct;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Texts that are no names: control sequences for a terminal, texts without an end. */
final class TextDamage {
    private static final String ESCAPES = "\u001b]0;own\u0007\u001b[2J\r";

    private TextDamage() {}

    static List<Damage> all() {
        return List.of(
                new Damage("text-escapes", "names and messages hold control sequences for a terminal", victim -> {
                    GuestStruct first = victim.variable("proc_t", "p0");
                    first.setText("p_user.u_comm", ESCAPES).setText("p_user.u_psargs", ESCAPES);
                    victim.variable("struct utsname", "utsname").setText("nodename", ESCAPES);
                    long name = victim.kernel().text(ESCAPES);
                    victim.module(3).set("mod_modname", name).set("mod_filename", name);
                    GuestStruct queue = victim.at("queue_t", victim.pointer("log_recentq"));
                    GuestStruct message = victim.at("mblk_t", victim.follow(queue, "q_first"));
                    GuestStruct text = victim.at("mblk_t", victim.follow(message, "b_cont"));
                    victim.kernel().space().put(text.get("b_rptr"), ESCAPES.getBytes(StandardCharsets.ISO_8859_1));
                    return first.va();
                }),
                new Damage("text-endless", "the names of the system and of a process have no NUL", victim -> {
                    GuestStruct names = victim.variable("struct utsname", "utsname");
                    byte[] letters = new byte[victim.kernel().layouts().size("struct utsname")];
                    Arrays.fill(letters, (byte) 'x');
                    victim.kernel().space().put(names.va(), letters);
                    GuestStruct first = victim.variable("proc_t", "p0");
                    victim.kernel().space().put(first.address("p_user.u_comm"), Arrays.copyOf(letters, 97));
                    return names.va();
                }));
    }
}
