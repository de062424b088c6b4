package dev.xmdb.dcmds.linux.memory;

import dev.xmdb.dcmds.LinuxWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.page.PageScan;
import dev.xmdb.target.guest.linux.page.Sections;
import dev.xmdb.target.guest.linux.page.Zone;
import dev.xmdb.target.guest.linux.page.Zones;
import dev.xmdb.target.guest.linux.vmalloc.VmallocArea;
import dev.xmdb.target.guest.linux.vmalloc.VmallocAreas;
import java.util.List;

/** The walkers {@code page zone memseg vmap_area vm_struct}. */
final class MemoryWalkers {
    private MemoryWalkers() {}

    static List<Walker> all() {
        return List.of(
                new LinuxWalker("page", "the struct page of every frame", AddressUse.NONE, MemoryWalkers::pages),
                new LinuxWalker("zone", "every struct zone that has frames", AddressUse.NONE, MemoryWalkers::zones),
                new LinuxWalker(
                        "memseg",
                        "the struct mem_section of every section with page structures",
                        AddressUse.NONE,
                        MemoryWalkers::sections),
                new LinuxWalker(
                        "vmap_area",
                        "every struct vmap_area in use",
                        AddressUse.NONE,
                        (guest, walk) -> areas(guest, walk, false)),
                new LinuxWalker(
                        "vm_struct",
                        "the struct vm_struct of every area in use",
                        AddressUse.NONE,
                        (guest, walk) -> areas(guest, walk, true)));
    }

    private static void pages(LinuxGuest guest, Walk walk) {
        PageArray array = PageArray.of(guest);
        PageScan.End end = PageScan.run(
                array,
                (pfn, count, kind, flags) -> {
                    for (long each = pfn; each < pfn + count; each++) {
                        if (!walk.deliver(array.addressOf(each))) {
                            return false;
                        }
                    }
                    return true;
                },
                walk.effort());
        end.problems().forEach(walk::warn);
    }

    private static void zones(LinuxGuest guest, Walk walk) {
        Zones zones = Zones.of(guest);
        for (Zone zone : zones.all()) {
            if (!walk.deliver(zone.address())) {
                return;
            }
        }
        zones.problems().forEach(walk::warn);
    }

    private static void sections(LinuxGuest guest, Walk walk) {
        Sections sections = PageArray.of(guest).sections();
        for (Sections.Section section : sections.all()) {
            if (!walk.deliver(section.address())) {
                return;
            }
        }
        sections.problems().forEach(walk::warn);
    }

    private static void areas(LinuxGuest guest, Walk walk, boolean descriptions) {
        VmallocAreas areas = VmallocAreas.of(guest);
        for (VmallocArea area : areas.all()) {
            if (descriptions && area.description().isEmpty()) {
                continue;
            }
            if (!walk.deliver(
                    descriptions
                            ? area.description()
                                    .map(VmallocArea.Description::address)
                                    .orElse(0L)
                            : area.address())) {
                return;
            }
        }
        areas.problems().forEach(walk::warn);
    }
}
