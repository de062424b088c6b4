package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.core.input.InputDcmds;
import dev.xmdb.dcmds.core.rows.RowDcmds;
import dev.xmdb.dcmds.core.search.SearchDcmds;
import dev.xmdb.dcmds.core.types.TypedDcmds;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.stream.Stream;

/** The module {@code core}. */
public final class CoreModule implements DebuggerModule {
    /** Its name; commands of this module are built in. */
    public static final String NAME = "core";

    private static final List<Dcmd> DCMDS = Stream.of(
                    StatusDcmd.all(),
                    RegisterDcmds.all(),
                    StackDcmds.all(),
                    TranslationDcmds.all(),
                    DumpDcmd.all(),
                    SearchDcmds.all(),
                    DisassemblyDcmds.all(),
                    TypedDcmds.all(),
                    StreamDcmds.all(),
                    RowDcmds.all(),
                    WalkDcmds.all(),
                    VariableDcmds.all(),
                    ListingDcmds.all(),
                    ObjectDcmds.all(),
                    SymbolListingDcmds.all(),
                    ShowrevDcmd.all(),
                    HelpDcmds.all(),
                    InputDcmds.all(),
                    SetDcmd.all(),
                    SettingDcmds.all(),
                    ModuleDcmds.all(),
                    RunControlDcmds.all(),
                    SessionDcmds.all())
            .flatMap(List::stream)
            .toList();

    /** Made by the service loader. */
    public CoreModule() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Dcmd> dcmds() {
        return DCMDS;
    }

    @Override
    public List<Walker> walkers() {
        return List.of();
    }
}
