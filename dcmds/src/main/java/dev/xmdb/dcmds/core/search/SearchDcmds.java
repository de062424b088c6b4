package dev.xmdb.dcmds.core.search;

import dev.xmdb.engine.Dcmd;
import java.util.List;

/** The commands of this package. */
public final class SearchDcmds {
    private SearchDcmds() {}

    /** Every one of them. */
    public static List<Dcmd> all() {
        return List.of(SearchDcmd.dcmd(), KgrepDcmd.dcmd());
    }
}
