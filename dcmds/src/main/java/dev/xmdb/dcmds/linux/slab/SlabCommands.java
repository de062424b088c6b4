package dev.xmdb.dcmds.linux.slab;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import java.util.List;

/** What this package offers: {@code ::kmem_cache ::kmastat} and the walkers of caches. */
public final class SlabCommands {
    private SlabCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(CacheDcmd.dcmd(), UsageDcmd.dcmd());
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return SlabWalkers.all();
    }

    /** A walker for each of a target's caches. */
    public static List<Walker> walkers(Target target) {
        return SlabWalkers.ofCaches(target);
    }
}
