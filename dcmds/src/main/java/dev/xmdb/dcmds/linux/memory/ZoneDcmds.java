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
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.page.PageKind;
import dev.xmdb.target.guest.linux.page.Zone;
import dev.xmdb.target.guest.linux.page.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ::zoneinfo} and {@code ::buddyinfo}. */
final class ZoneDcmds {
    private static final int NAME = 8;

    private static final Table ZONES = Table.of(
            Column.of("ADDR", "%16x").pipes(),
            Column.of("NODE", "%4d"),
            Column.of("ZONE", "%-8s"),
            Column.of("START", "%9x"),
            Column.of("SPANNED", "%9d"),
            Column.of("PRESENT", "%9d"),
            Column.of("MANAGED", "%9d"),
            Column.of("FREE", "%9d"),
            Column.of("CPUS", "%6d"),
            Column.of("MIN", "%7d"),
            Column.of("LOW", "%7d"),
            Column.of("HIGH", "%7d"));

    private static final DcmdSpec ZONEINFO = DcmdSpec.named("zoneinfo")
            .summary("print zones of memory")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints a line for every zone that has frames, or for the struct zone at an address: its node, its name, its first frame, then in pages: "
                            + "what it spans, what of that is present, what of that is handed out, what is free, what the CPUs have free in lists of their own "
                            + "(not in the count before it), and the watermarks: below LOW the kernel begins to free memory, below MIN whoever wants memory has to, at HIGH it "
                            + "is enough. A pipe receives the addresses.")
            .example("::zoneinfo", "every zone")
            .example("::walk zone | ::buddyinfo", "the free blocks of every zone")
            .build();

    private static final DcmdSpec BUDDYINFO = DcmdSpec.named("buddyinfo")
            .summary("print the free blocks of zones")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('v', "by use, as counted on the lists themselves"))
            .description(
                    "Prints how many free blocks of each order the zones have, or the one whose struct zone is at an address: one of order n has 2^n pages. These are the kernel's own "
                            + "counts. With -v every list of free blocks is followed, and a line shows what is on those of each use; where a list breaks off, has other blocks "
                            + "than its own, or the counts differ, a message says so.")
            .example("::buddyinfo", "free blocks by their order")
            .example("::buddyinfo -v", "and by what they are kept for")
            .build();

    private ZoneDcmds() {}

    static Dcmd zoneinfo() {
        return new Declared(ZONEINFO, ZoneDcmds::zones);
    }

    static Dcmd buddyinfo() {
        return new Declared(BUDDYINFO, ZoneDcmds::blocks);
    }

    /** The zones of the kernel, or the one at the invocation's address. */
    private static List<Zone> chosen(Invocation in, Zones zones) {
        if (!in.hasAddress()) {
            return zones.all();
        }
        List<Zone> one = zones.all().stream()
                .filter(zone -> zone.address() == in.address())
                .toList();
        if (one.isEmpty()) {
            throw new DcmdException(Long.toHexString(in.address()) + " is not the address of a zone with frames");
        }
        return one;
    }

    private static Status zones(Invocation in) {
        LinuxGuest guest = LinuxKernel.of(in.target());
        Zones zones = Zones.of(guest);
        PageArray pages = PageArray.of(guest);
        in.out().header(ZONES);
        for (Zone zone : chosen(in, zones)) {
            long own = pages.cpuFree().counts(zone).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            in.out()
                    .row(
                            ZONES,
                            new Value.Address(zone.address()),
                            new Value.Quantity(zone.node()),
                            new Value.Text(SingleLine.of(zone.name())),
                            new Value.Address(zone.start()),
                            new Value.Quantity(zone.spanned()),
                            new Value.Quantity(zone.present()),
                            new Value.Quantity(zone.managed()),
                            new Value.Quantity(zone.free()),
                            new Value.Quantity(own),
                            new Value.Quantity(zone.min()),
                            new Value.Quantity(zone.low()),
                            new Value.Quantity(zone.high()));
        }
        return told(in, zones.problems());
    }

    private static Status blocks(Invocation in) {
        LinuxGuest guest = LinuxKernel.of(in.target());
        Zones zones = Zones.of(guest);
        var problems = new ArrayList<>(zones.problems());
        boolean first = !in.isLoop() || in.isLoopFirst();
        for (Zone zone : chosen(in, zones)) {
            if (first && !in.isPipeOutput()) {
                var header = new StringBuilder(
                        String.format(Locale.ROOT, "NODE %-" + NAME + "s %-12s", "ZONE", in.has('v') ? "USE" : ""));
                zone.areas().forEach(area -> header.append(String.format(Locale.ROOT, " %6d", area.order())));
                in.out().emit(new Emission.Header(header.toString()));
                first = false;
            }
            List<Long> counts = zone.areas().stream().map(Zone.FreeArea::count).toList();
            emit(in, zone, "", counts);
            if (in.has('v')) {
                lists(in, PageArray.of(guest), zones, zone, problems);
            }
        }
        return told(in, problems);
    }

    private static void emit(Invocation in, Zone zone, String use, List<Long> counts) {
        String name = SingleLine.of(zone.name());
        var text = new StringBuilder(String.format(Locale.ROOT, "%4d %-" + NAME + "s %-12s", zone.node(), name, use));
        counts.forEach(count -> text.append(String.format(Locale.ROOT, " %6d", count)));
        var fields = new Fields().quantity("node", zone.node()).text("zone", name);
        if (!use.isEmpty()) {
            fields.text("use", use);
        }
        List<Value> values = counts.stream().<Value>map(Value.Quantity::new).toList();
        in.out().emit(fields.add("blocks", new Value.Many(values)).row(text.toString(), zone.address()));
    }

    private static void lists(Invocation in, PageArray pages, Zones zones, Zone zone, List<String> problems) {
        long[] found = new long[zone.areas().size()];
        int uses = zone.areas().isEmpty() ? 0 : zone.areas().getFirst().lists().size();
        for (int use = 0; use < uses; use++) {
            var counts = new ArrayList<Long>();
            for (Zone.FreeArea area : zone.areas()) {
                in.checkInterrupted();
                long on = follow(pages, zone, area.order(), use, problems);
                counts.add(on);
                found[area.order()] += on;
            }
            emit(in, zone, use < zones.uses().size() ? zones.uses().get(use) : "type " + use, counts);
        }
        for (Zone.FreeArea area : zone.areas()) {
            if (found[area.order()] != area.count()) {
                problems.add(String.format(
                        Locale.ROOT,
                        "zone %s counts %d free blocks of order %d, and its lists have %d",
                        zone.name(),
                        area.count(),
                        area.order(),
                        found[area.order()]));
            }
        }
    }

    private static long follow(PageArray pages, Zone zone, int order, int use, List<String> problems) {
        Chain.End end = Zones.blocks(pages, zone, order, use, at -> {
            if (!pages.holds(at)) {
                problems.add(String.format(
                        Locale.ROOT, "%x in the list of free blocks of order %d is no page structure", at, order));
                return false;
            }
            var page = pages.page(pages.pfnOf(at));
            if (page.kind() != PageKind.FREE || page.order() != order || !zone.spans(page.pfn())) {
                problems.add(String.format(
                        Locale.ROOT,
                        "the page at %x is in the list of free blocks of order %d in zone %s, and is none",
                        at,
                        order,
                        zone.name()));
            }
            return true;
        });
        if (end.fault() != null) {
            problems.add(end.fault());
        }
        return end.delivered();
    }

    private static Status told(Invocation in, List<String> problems) {
        problems.stream().map(SingleLine::of).forEach(in::warn);
        return problems.isEmpty() ? Status.OK : Status.ERROR;
    }
}
