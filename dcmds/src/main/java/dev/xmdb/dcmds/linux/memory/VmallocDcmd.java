package dev.xmdb.dcmds.linux.memory;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.vmalloc.VmallocArea;
import dev.xmdb.target.guest.linux.vmalloc.VmallocAreas;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ::vmalloc}. */
final class VmallocDcmd {
    private static final int MOST_PAGES = 1 << 20;

    private static final DcmdSpec SPEC = DcmdSpec.named("vmalloc", "vmallocinfo")
            .summary("print areas of addresses that are mapped page by page")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('v', "with the frames of its pages"))
            .option(OptionSpec.string('c', "func", "only areas that this function asked for"))
            .description(
                    "Prints a line for every area in use, or for the one that an address is in: the first address, the bytes (in hexadecimal, the guard page "
                            + "included), the pages, what kind it is, the code that asked for it, and whose it is: a task's stack, a module. A pipe receives the first addresses.\n\n"
                            + "Kinds: ioremap, device memory (with its physical address); vmalloc, pages allocated for it; vmap, pages of others; user, may be mapped "
                            + "by processes. unpurged is an area that is being taken down, or one of vm_map_ram().")
            .example("::vmalloc", "every area")
            .example("::vmalloc -c kernel_clone", "stacks of tasks")
            .example("::walk vmap_area | ::print struct vmap_area va_start va_end", "where areas are, by a walk")
            .build();

    private final Invocation in;
    private final LinuxGuest guest;
    private final Owners owners;

    /** Whose areas are, by their first address. */
    private record Owners(Map<Long, String> byStart) {
        static Owners of(LinuxGuest guest) {
            var known = new HashMap<Long, String>();
            for (LinuxModule module : guest.modules().all()) {
                known.put(module.base(), "module " + SingleLine.of(module.name()));
            }
            for (LinuxTask task : guest.tasks(_ -> {})) {
                known.put(task.stack(), "stack of " + task.pid() + " " + SingleLine.of(task.name()));
            }
            return new Owners(known);
        }
    }

    private VmallocDcmd(Invocation in) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        this.owners = in.loopState(Owners.class, () -> Owners.of(guest));
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new VmallocDcmd(in).run());
    }

    private Status run() {
        VmallocAreas areas = VmallocAreas.of(guest);
        if ((!in.isLoop() || in.isLoopFirst()) && !in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(
                            String.format(Locale.ROOT, "%16s %8s %6s %-16s CALLER", "ADDR", "SIZE", "PAGES", "KIND")));
        }
        if (in.hasAddress()) {
            show(areas.at(in.address())
                    .orElseThrow(() -> new DcmdException(
                            Long.toHexString(in.address()) + " is in no vmalloc area that is in use")));
            return Status.OK;
        }
        for (VmallocArea area : areas.all()) {
            in.checkInterrupted();
            if (in.string('c').map(name -> name.equals(function(area))).orElse(true)) {
                show(area);
            }
        }
        areas.problems().forEach(in::warn);
        return areas.problems().isEmpty() ? Status.OK : Status.ERROR;
    }

    /** The function that asked for an area, without the place in it. */
    private String function(VmallocArea area) {
        String name = area.description()
                .map(own -> in.out().layout().symbol(own.caller()))
                .orElse("");
        int plus = name.indexOf('+');
        return plus < 0 ? name : name.substring(0, plus);
    }

    private void show(VmallocArea area) {
        var fields = new Fields().address("addr", area.start()).address("size", area.size());
        var text = new StringBuilder(String.format(Locale.ROOT, "%016x %8x ", area.start(), area.size()));
        var own = area.description();
        if (own.isPresent()) {
            describe(own.get(), text, fields);
        } else {
            text.append(String.format(Locale.ROOT, "%6s %-16s -", "-", "unpurged"));
            fields.texts("kind", List.of("unpurged"));
        }
        String owner = owners.byStart().get(area.start());
        if (owner != null) {
            text.append(", ").append(owner);
            fields.text("owner", owner);
        }
        fields.address("vmap_area", area.address());
        if (in.has('v') && own.isPresent()) {
            pages(area, own.get(), text, fields);
        }
        in.out().emit(fields.row(text.toString(), area.start()));
    }

    private void describe(VmallocArea.Description own, StringBuilder text, Fields fields) {
        String symbol = own.caller() == 0 ? null : in.out().layout().symbol(own.caller());
        String caller = own.caller() == 0 ? "-" : in.out().layout().label(own.caller());
        text.append(String.format(
                Locale.ROOT,
                "%6s %-16s %s",
                own.count() == 0 ? "-" : Long.toString(own.count()),
                own.words().isEmpty() ? "-" : String.join(",", own.words()),
                caller));
        fields.quantity("pages", own.count())
                .add("kind", new Value.Flags(own.flags(), own.words()))
                .add("caller", own.caller() == 0 ? new Value.Absent() : new Value.SymbolRef(own.caller(), symbol));
        if (own.physical() != 0) {
            text.append(String.format(Locale.ROOT, ", physical %x", own.physical()));
            fields.address("physical", own.physical());
        }
        fields.address("vm_struct", own.address());
    }

    private void pages(VmallocArea area, VmallocArea.Description own, StringBuilder text, Fields fields) {
        PageArray array = PageArray.of(guest);
        try {
            var pfns = new ArrayList<Value>();
            int most = (int) Math.min(MOST_PAGES, Math.ceilDiv(area.size(), 4096L));
            for (long page : VmallocAreas.pages(guest.memory(), own, most)) {
                boolean sound = array.holds(page);
                text.append(pfns.size() % 8 == 0 ? "\n    pfn " : " ")
                        .append(sound ? Long.toHexString(array.pfnOf(page)) : "?");
                pfns.add(sound ? new Value.Address(array.pfnOf(page)) : new Value.Absent());
            }
            fields.add("pfns", new Value.Many(pfns));
        } catch (MemoryFaultException fault) {
            in.warn("pages of the area at " + Long.toHexString(area.start()) + ": " + fault.getMessage());
        }
    }
}
