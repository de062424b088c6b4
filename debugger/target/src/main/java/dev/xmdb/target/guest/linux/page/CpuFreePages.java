package dev.xmdb.target.guest.linux.page;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/**
 * The free pages that CPUs have in lists of their own, for each zone. Nothing in a page's own structure tells them from pages that are
 * part of an allocation of several.
 */
public final class CpuFreePages {
    private static final int MOST = 1 << 20;
    private static final int MOST_LISTS = 64;
    private static final int KINDS = 3;
    private static final int LOW_ORDERS = 4;
    private static final int HUGE_ORDER = 9;

    private final LongHashSet pfns = new LongHashSet();
    private final Map<Long, Map<Integer, Long>> counts = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private CpuFreePages() {}

    /** None known. */
    static CpuFreePages none() {
        return new CpuFreePages();
    }

    /** Those of a guest; none where its types do not tell. */
    static CpuFreePages of(LinuxGuest guest, PageLayout layout, long array, long maxPfn) {
        var found = new CpuFreePages();
        try {
            Lists lists = Lists.of(guest);
            for (Zone zone : Zones.of(guest).all()) {
                for (int cpu : guest.perCpu().possible()) {
                    found.read(guest, lists, zone, cpu, new Place(layout, array, maxPfn));
                }
            }
        } catch (TypeDataException unknown) {
            found.problems.add("free pages of the CPUs: " + unknown.getMessage());
        } catch (MemoryFaultException fault) {
            found.problems.add("free pages of the CPUs: " + fault.getMessage());
        }
        return found;
    }

    private record Place(PageLayout layout, long array, long maxPfn) {
        long link() {
            return layout.mapping() - 2L * Long.BYTES;
        }
    }

    /**
     * Where the lists are. Since 5.14 a zone has a pointer to them, before to something that has them in it.
     *
     * @param kinds how many lists an order has: one for each way of use that CPUs keep pages of
     */
    private record Lists(StructLayout zone, StructLayout cpu, String pointer, String prefix, int kinds) {
        static Lists of(LinuxGuest guest) {
            StructLayout zone = guest.types().layout("struct zone");
            boolean direct = zone.has("per_cpu_pageset");
            int kinds = guest.types()
                                    .find("enum migratetype")
                                    .map(guest.types()::complete)
                                    .orElse(null)
                            instanceof Type.Enumeration names
                    ? names.enumerators().stream()
                            .filter(each -> each.name().equals("MIGRATE_PCPTYPES"))
                            .mapToInt(each -> (int) each.value())
                            .filter(value -> value > 0 && value < MOST_LISTS)
                            .findFirst()
                            .orElse(KINDS)
                    : KINDS;
            return new Lists(
                    zone,
                    guest.types().layout(direct ? "struct per_cpu_pages" : "struct per_cpu_pageset"),
                    direct ? "per_cpu_pageset" : "pageset",
                    direct ? "" : "pcp.",
                    kinds);
        }

        /** Until 5.12 pages are single; then four orders follow each other, and behind them lists of huge pages. */
        int order(int list) {
            int order = list / kinds;
            return order < LOW_ORDERS ? order : HUGE_ORDER;
        }
    }

    private void read(LinuxGuest guest, Lists lists, Zone zone, int cpu, Place place) {
        AddressSpace memory = guest.memory();
        long pointer = lists.zone().at(memory, zone.address()).number(lists.pointer());
        StructView own = lists.cpu().at(memory, guest.perCpu().address(pointer, cpu));
        counts.computeIfAbsent(zone.address(), _ -> new TreeMap<>()).put(cpu, own.number(lists.prefix() + "count"));
        Member heads = lists.cpu().member(lists.prefix() + "lists");
        long count = Math.min(MOST_LISTS, heads.bitWidth() / Long.SIZE / 2);
        for (int list = 0; list < count; list++) {
            int order = lists.order(list);
            Chain.End end = new Chain("free pages of CPU " + cpu + " in zone " + zone.name(), memory::readLong, MOST)
                    .followHeaded(own.address() + heads.offset() + list * 2L * Long.BYTES, at -> add(at, order, place));
            if (end.fault() != null) {
                problems.add(end.fault());
            }
        }
    }

    private boolean add(long link, int order, Place place) {
        long offset = link - place.link() - place.array();
        long pfn = Long.divideUnsigned(offset, place.layout().size());
        if (pfn >= place.maxPfn() || pfn < 0) {
            problems.add("free page " + Long.toHexString(link - place.link()) + " is none of the array");
            return false;
        }
        for (long each = pfn; each < pfn + (1L << order); each++) {
            pfns.add(each);
        }
        return true;
    }

    /** Whether a frame is one of them. */
    public boolean holds(long pfn) {
        return pfns.contains(pfn);
    }

    /** How many there are. */
    public long size() {
        return pfns.size();
    }

    /** What each CPU counts for a zone. */
    public Map<Integer, Long> counts(Zone zone) {
        return counts.getOrDefault(zone.address(), Map.of());
    }

    /** What could not be read, one sentence each. */
    public List<String> problems() {
        return problems;
    }
}
