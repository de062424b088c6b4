package dev.xmdb.dcmds.unix;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.stream.Stream;

/** The module {@code unix}. */
public final class UnixModule implements DebuggerModule {
    private static final List<Dcmd> DCMDS = Stream.of(
                    VirtualToFrameDcmd.all(),
                    EntryDcmd.all(),
                    FrameNumberDcmds.all(),
                    HatDcmds.all(),
                    MappingDcmds.all(),
                    EntryScanDcmd.all(),
                    MemoryListDcmds.all(),
                    TableMapDcmd.all())
            .flatMap(List::stream)
            .toList();

    /** Made by the service loader. */
    public UnixModule() {}

    @Override
    public String name() {
        return "unix";
    }

    @Override
    public List<Dcmd> dcmds() {
        return DCMDS;
    }

    @Override
    public List<Walker> walkers() {
        return List.of(MemoryListDcmds.walker());
    }
}
