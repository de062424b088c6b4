package dev.xmdb.dcmds.core.types;

import dev.xmdb.engine.Dcmd;
import java.util.List;
import java.util.stream.Stream;

/** The commands of this package. */
public final class TypedDcmds {
    private TypedDcmds() {}

    /** All of them. */
    public static List<Dcmd> all() {
        return Stream.of(
                        PrintDcmd.all(),
                        PrintfDcmd.all(),
                        SizeDcmds.all(),
                        EnumDcmd.all(),
                        ListDcmds.all(),
                        NmDcmds.all(),
                        TypedefDcmd.all())
                .flatMap(List::stream)
                .toList();
    }
}
