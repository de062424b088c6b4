package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import java.util.List;

/** Commands that control a running program: known, so that a script that tries them is told why they fail. */
final class RunControlDcmds {
    private RunControlDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                refused("continue target", "cont", ":c"),
                refused("step target", "step", ":s", ":u"),
                refused("step target over a call", "next", ":e"),
                refused("run target", "run", ":r"),
                refused("kill target", "kill", ":k"),
                refused("attach to target", "attach", ":A"),
                refused("release target", "release", ":R"),
                refused("set breakpoint", "bp", ":b"),
                refused("set watchpoint", "wp", ":a", ":p", ":w"),
                refused("delete events", "delete", ":d", ":z"),
                refused("ignore signal", "ignore", ":i"),
                refused("trace signal", "sigbp", ":t"));
    }

    private static Dcmd refused(String what, String name, String... aliases) {
        DcmdSpec spec = DcmdSpec.named(name, aliases)
                .summary(what + " (refused: an image does not run)")
                .description("Always fails: an image is what a domain was at one moment.")
                .address(AddressUse.OPTIONAL)
                .parsesItself()
                .build();
        return new Declared(spec, _ -> {
            throw new DcmdException("failed to " + what + ": target is a core file");
        });
    }
}
