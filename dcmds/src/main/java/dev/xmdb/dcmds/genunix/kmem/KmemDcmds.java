package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import java.util.List;
import java.util.stream.Stream;

/** Everything of the slab allocator. */
public final class KmemDcmds {
    private KmemDcmds() {}

    /** Its dcmds. */
    public static List<Dcmd> all() {
        return Stream.of(
                        KmemCacheDcmd.all(),
                        BufctlDcmd.all(),
                        KmastatDcmd.all(),
                        VerifyDcmd.all(),
                        FindLeaksDcmd.all(),
                        AllocatedByDcmd.all(),
                        LogDcmds.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return KmemWalker.all();
    }

    /** A walker for each of a target's caches. */
    public static List<Walker> walkers(Target target) {
        return KmemWalker.ofCaches(target);
    }
}
