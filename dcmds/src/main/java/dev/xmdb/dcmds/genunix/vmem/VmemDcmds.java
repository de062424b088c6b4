package dev.xmdb.dcmds.genunix.vmem;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.stream.Stream;

/** Everything of arenas and their segments. */
public final class VmemDcmds {
    private VmemDcmds() {}

    /** Its dcmds. */
    public static List<Dcmd> all() {
        return Stream.of(VmemDcmd.all(), VmemSegmentDcmd.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return VmemWalker.all();
    }
}
