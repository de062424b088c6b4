package dev.xmdb.dcmds.linux.slab;

import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import java.util.List;

/** What could not be read, told after what was. */
final class Faults {
    private static final int MOST = 10;

    private Faults() {}

    /** Tells them; whether the command succeeded without any. */
    static Status tell(Invocation in, List<String> faults) {
        faults.stream().limit(MOST).forEach(in::warn);
        if (faults.size() > MOST) {
            in.warn("and " + (faults.size() - MOST) + " more faults");
        }
        return faults.isEmpty() ? Status.OK : Status.ERROR;
    }
}
