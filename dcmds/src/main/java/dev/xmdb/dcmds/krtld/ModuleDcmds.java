package dev.xmdb.dcmds.krtld;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.ModuleControl;
import dev.xmdb.target.guest.solaris.ModuleControls;
import dev.xmdb.target.guest.solaris.ModuleControls.Placement;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** {@code ::modinfo}, {@code ::modctl} and {@code ::ctfinfo}. */
final class ModuleDcmds {
    private static final Table MODCTL = Table.of(
            Column.of("MODCTL", "%?p").pipes(),
            Column.of("MODULE", "%?p"),
            Column.of("BITS", "%6s"),
            Column.of("FLAGS", "0x%02x"),
            Column.of("REF", "%3d"),
            Column.of("FILE", "%s"));

    private static final Table CTFINFO =
            Table.of(Column.of("MODULE", "%-30s"), Column.of("CTFDATA", "%?p"), Column.of("CTFSIZE", "%u"));

    private static final DcmdSpec MODINFO_SPEC = DcmdSpec.named("modinfo")
            .summary("list the kernel's modules as modinfo(1M) does")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints each module's number, where its code is, the bytes of its code and data, the revision of the interface it was built "
                            + "for, its name, and in parentheses what it says of itself: ? when that cannot be read. With the address of a "
                            + "modctl structure, that module.")
            .example("::modinfo", "lists the modules")
            .example("::walk modctl | ::modinfo", "the same, one by one")
            .build();

    private static final DcmdSpec MODCTL_SPEC = DcmdSpec.named("modctl")
            .summary("list the modctl structures of the kernel's modules")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints for each module the addresses of its modctl and module structures, its state (b busy, w wanted, p primary, l loaded, "
                            + "i installed), its load flags, how many use it, and the file it came from.")
            .example("::modctl", "lists the modules")
            .build();

    private static final DcmdSpec CTFINFO_SPEC = DcmdSpec.named("ctfinfo")
            .summary("list the type data of the kernel's modules")
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints for each loaded module where its CTF data is and how many bytes it has as it lies there.")
            .example("::ctfinfo", "lists the type data")
            .build();

    private ModuleDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(MODINFO_SPEC, ModuleDcmds::modinfo),
                new Declared(MODCTL_SPEC, ModuleDcmds::modctl),
                new Declared(CTFINFO_SPEC, ModuleDcmds::ctfinfo));
    }

    /** Prints a module. */
    private interface Printer extends BiFunction<ModuleControls, ModuleControl, Status> {}

    private static Status each(Invocation in, Printer printer) {
        var controls = new ModuleControls(SolarisKernel.of(in.target()));
        if (in.hasAddress()) {
            return print(controls, in.address(), printer);
        }
        Status[] status = {Status.OK};
        var end = controls.follow(0, at -> {
            in.checkInterrupted();
            try {
                status[0] = print(controls, at, printer).succeeded() ? status[0] : Status.ERROR;
            } catch (DcmdException unreadable) {
                in.warn(String.valueOf(unreadable.getMessage()));
                status[0] = Status.ERROR;
            }
            return true;
        });
        String fault = end.fault();
        if (fault != null) {
            in.warn(fault);
            return Status.ERROR;
        }
        return status[0];
    }

    private static Status print(ModuleControls controls, long at, Printer printer) {
        ModuleControl control = Reading.of("modctl at " + Long.toHexString(at), () -> controls.control(at));
        return printer.apply(controls, control);
    }

    private static Status modinfo(Invocation in) {
        int digits = in.session().layout().pointerDigits();
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "%3s %" + digits + "s %8s %3s %s",
                            "ID",
                            "LOADADDR",
                            "SIZE",
                            "REV",
                            "MODULE NAME")));
        }
        return each(in, (controls, control) -> {
            Placement place = placement(controls, control);
            long size = place.text().size() + place.data().size();
            ModuleControls.Linkage linkage = linkage(controls, control);
            in.out()
                    .emit(new Fields()
                            .quantity("id", control.id())
                            .address("loadaddr", place.text().address())
                            .quantity("size", size)
                            .quantity("rev", linkage.revision())
                            .text("module_name", control.name())
                            .text("info", linkage.text())
                            .row(
                                    String.format(
                                            Locale.ROOT,
                                            "%3d %" + digits + "x %8x %3d %s (%s)",
                                            control.id(),
                                            place.text().address(),
                                            size,
                                            linkage.revision(),
                                            SingleLine.of(control.name()),
                                            SingleLine.of(linkage.text())),
                                    control.address()));
            return Status.OK;
        });
    }

    private static Placement placement(ModuleControls controls, ModuleControl control) {
        return Reading.of(
                "module at " + Long.toHexString(control.module()) + " for modctl "
                        + Long.toHexString(control.address()),
                () -> controls.placement(control));
    }

    private static ModuleControls.Linkage linkage(ModuleControls controls, ModuleControl control) {
        try {
            return controls.linkage(control);
        } catch (MemoryFaultException unreadable) {
            return new ModuleControls.Linkage(0, "?");
        }
    }

    private static Status modctl(Invocation in) {
        in.out().header(MODCTL);
        return each(in, (controls, control) -> {
            in.out()
                    .row(
                            MODCTL,
                            new Value.Address(control.address()),
                            new Value.Address(control.module()),
                            new Value.Text(bits(control)),
                            new Value.Quantity(control.loadFlags()),
                            new Value.Quantity(control.references()),
                            new Value.Text(SingleLine.of(control.fileName())));
            return Status.OK;
        });
    }

    private static String bits(ModuleControl control) {
        return (control.busy() ? "b" : "")
                + (control.wanted() ? "w" : "")
                + (control.primary() ? "p" : "")
                + (control.loaded() ? "l" : "")
                + (control.installed() ? "i" : "");
    }

    private static Status ctfinfo(Invocation in) {
        in.out().header(CTFINFO);
        return each(in, (controls, control) -> {
            if (control.module() != 0) {
                var ctf = placement(controls, control).ctf();
                in.out()
                        .row(
                                CTFINFO,
                                new Value.Text(SingleLine.of(control.name())),
                                new Value.Address(ctf.address()),
                                new Value.Quantity(ctf.size()));
            }
            return Status.OK;
        });
    }
}
