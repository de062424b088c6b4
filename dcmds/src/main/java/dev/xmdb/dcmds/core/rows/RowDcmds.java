package dev.xmdb.dcmds.core.rows;

import dev.xmdb.engine.Dcmd;
import java.util.List;
import java.util.stream.Stream;

/** The commands of this package. */
public final class RowDcmds {
    private RowDcmds() {}

    /** Every one of them. */
    public static List<Dcmd> all() {
        return Stream.of(List.of(FilterDcmd.dcmd(), SortDcmd.dcmd()), HeadDcmds.all(), CountDcmds.all())
                .flatMap(List::stream)
                .toList();
    }
}
