package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.GuestIdentity;
import dev.xmdb.target.guest.GuestObject;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.List;

/** {@code ::showrev}. */
final class ShowrevDcmd {
    private static final DcmdSpec SHOWREV = DcmdSpec.named("showrev")
            .summary("print what the guest's system calls itself")
            .option(OptionSpec.flag('p', "print the patches; an image names none"))
            .option(OptionSpec.flag('v', "print the versions of the kernel and its modules too"))
            .description(
                    "Prints the host's name, the system's release, the architectures of the kernel and of its programs, the kernel's version and the "
                            + "platform that it was built for, as the kernel has them in its memory.")
            .example(SolarisGuest.KIND, "::showrev", "prints them")
            .example(LinuxGuest.KIND, "::showrev -v", "prints them, and the versions of modules")
            .build();

    private ShowrevDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SHOWREV, ShowrevDcmd::showrev));
    }

    private static Status showrev(Invocation in) {
        Guest guest = in.target().guest();
        GuestIdentity identity = guest.identity()
                .orElseThrow(() -> new DcmdException("the guest's names are not known: its kernel was not recognised"));
        line(in, "hostname", "Hostname", identity.node());
        line(in, "release", "Release", identity.release());
        line(in, "kernel_architecture", "Kernel architecture", identity.machine());
        line(in, "application_architecture", "Application architecture", identity.application());
        line(
                in,
                "kernel_version",
                "Kernel version",
                String.join(" ", identity.system(), identity.release(), identity.machine(), identity.version()));
        line(in, "platform", "Platform", identity.platform());
        if (in.has('p')) {
            in.out().text("No patches are named in the kernel's memory");
        }
        if (in.has('v')) {
            in.out().header(ObjectDcmds.VERSIONS);
            for (GuestObject object : guest.objects()) {
                in.checkInterrupted();
                ObjectDcmds.version(in, object);
            }
        }
        return Status.OK;
    }

    private static void line(Invocation in, String key, String label, String value) {
        in.out().emit(new Fields().text(key, value).row(label + ": " + SingleLine.of(value)));
    }
}
