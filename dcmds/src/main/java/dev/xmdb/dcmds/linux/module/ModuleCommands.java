package dev.xmdb.dcmds.linux.module;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.LinuxWalker;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What this package offers: {@code ::modinfo} and the walker {@code module}. */
public final class ModuleCommands {
    private static final int MOST_USERS = 4096;

    private static final DcmdSpec MODINFO = DcmdSpec.named("modinfo")
            .summary("print the loaded modules")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints a line for every module, the last loaded first, or for the one whose struct module is at an address: that address, where its memory "
                            + "begins and how many bytes it has, how many users, whether it is in use, being loaded (COMING) or removed (GOING), its name, and the "
                            + "modules that use it.")
            .example("::modinfo", "every module")
            .example("::walk module | ::modinfo", "the same by a walk")
            .build();

    private ModuleCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(new Declared(MODINFO, ModuleCommands::modinfo));
    }

    /** Its walkers. */
    public static List<Walker> walkers() {
        return List.of(new LinuxWalker(
                "module", "the struct module of every loaded module", AddressUse.NONE, ModuleCommands::walk));
    }

    private static void walk(LinuxGuest guest, Walk walk) {
        for (LinuxModule module : guest.modules().all()) {
            if (!walk.deliver(module.address())) {
                return;
            }
        }
    }

    private static Status modinfo(Invocation in) {
        LinuxGuest guest = LinuxKernel.of(in.target());
        List<LinuxModule> modules = guest.modules().all();
        if (in.hasAddress()) {
            modules = modules.stream()
                    .filter(module -> module.address() == in.address())
                    .toList();
            if (modules.isEmpty()) {
                throw new DcmdException(Long.toHexString(in.address()) + " is not the address of a module");
            }
        }
        if ((!in.isLoop() || in.isLoopFirst()) && !in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "%16s %16s %8s %4s %-6s MODULE (USED BY)",
                            "ADDR",
                            "LOADADDR",
                            "SIZE",
                            "REFS",
                            "STATE")));
        }
        Status status = Status.OK;
        for (LinuxModule module : modules) {
            in.checkInterrupted();
            var problems = new ArrayList<String>();
            List<String> users = users(guest, module, problems);
            String name = SingleLine.of(module.name());
            in.out()
                    .emit(new Fields()
                            .address("addr", module.address())
                            .address("loadaddr", module.base())
                            .address("size", module.size())
                            .quantity("refs", module.references())
                            .text("state", module.state().name())
                            .text("module", name)
                            .texts("used_by", users)
                            .row(
                                    String.format(
                                            Locale.ROOT,
                                            "%016x %016x %8x %4d %-6s %s%s",
                                            module.address(),
                                            module.base(),
                                            module.size(),
                                            module.references(),
                                            module.state(),
                                            name,
                                            users.isEmpty() ? "" : " (" + String.join(" ", users) + ")"),
                                    module.address()));
            problems.forEach(in::warn);
            status = problems.isEmpty() ? status : Status.ERROR;
        }
        return status;
    }

    private static List<String> users(LinuxGuest guest, LinuxModule module, List<String> problems) {
        var names = new ArrayList<String>();
        try {
            StructLayout layout = guest.types().layout("struct module");
            StructLayout use = guest.types().layout("struct module_use");
            long link = use.member("source_list").offset();
            Chain.End end = new Chain("users of " + module.name(), guest.memory()::readLong, MOST_USERS)
                    .followHeaded(
                            module.address() + layout.member("source_list").offset(), at -> {
                                long user = use.at(guest.memory(), at - link).number("source");
                                names.add(SingleLine.of(
                                        layout.at(guest.memory(), user).text("name")));
                                return true;
                            });
            if (end.fault() != null) {
                problems.add(end.fault());
            }
        } catch (MemoryFaultException | TypeDataException lost) {
            problems.add("users of " + module.name() + ": " + lost.getMessage());
        }
        return names;
    }
}
