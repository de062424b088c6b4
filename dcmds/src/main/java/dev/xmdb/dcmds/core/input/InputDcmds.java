package dev.xmdb.dcmds.core.input;

import dev.xmdb.engine.Dcmd;
import java.util.List;
import java.util.stream.Stream;

/** Every command of this package. */
public final class InputDcmds {
    private InputDcmds() {}

    /** The commands. */
    public static List<Dcmd> all() {
        return Stream.of(MacroDcmds.all(), LogDcmds.all(), FileDcmds.all())
                .flatMap(List::stream)
                .toList();
    }
}
