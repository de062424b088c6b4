package dev.xmdb.dcmds.xpv;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.stream.Stream;

/** The module {@code xpv}. */
public final class XpvModule implements DebuggerModule {
    private static final List<Dcmd> DCMDS = Stream.of(
                    VcpuDcmds.all(),
                    RegisterDcmds.all(),
                    XenInfoDcmd.all(),
                    ImageContentDcmd.all(),
                    FrameTableDcmd.all(),
                    EventChannelDcmd.all(),
                    InterruptDcmd.all(),
                    SoftInterruptDcmd.all(),
                    StoreRingDcmd.all(),
                    ConsoleRingDcmd.all())
            .flatMap(List::stream)
            .toList();

    private static final List<Walker> WALKERS =
            List.of(new VcpuWalker(), FrameWalker.ofGuestFrames(), FrameWalker.ofMachineFrames());

    /** Made by the service loader. */
    public XpvModule() {}

    @Override
    public String name() {
        return "xpv";
    }

    @Override
    public List<Dcmd> dcmds() {
        return DCMDS;
    }

    @Override
    public List<Walker> walkers() {
        return WALKERS;
    }
}
