package dev.xmdb.dcmds.linux.xenbus;

import dev.xmdb.dcmds.LinuxWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.guest.linux.xenbus.XenbusDevice;
import dev.xmdb.target.guest.linux.xenbus.XenbusDevices;
import java.util.List;

/** What this package offers. */
public final class XenbusCommands {
    private XenbusCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(XenbusDcmd.dcmd(), GrantDcmd.dcmd());
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return List.of(new LinuxWalker(
                "xenbus",
                "the struct xenbus_device of every device that the domain has together with others",
                AddressUse.NONE,
                XenbusCommands::devices));
    }

    private static void devices(LinuxGuest guest, Walk walk) {
        for (XenbusDevice device : XenbusDevices.read(KernelVariables.of(guest), walk::warn)) {
            if (!walk.deliver(device.address())) {
                return;
            }
        }
    }
}
