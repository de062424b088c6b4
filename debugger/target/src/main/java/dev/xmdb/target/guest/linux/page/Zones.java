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
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The zones of all nodes, with their free blocks. {@code node_data} leads to the nodes; a kernel that was built for one node has {@code
 * contig_page_data} instead.
 *
 * @param all the zones that have frames, by node and place
 * @param uses names of the ways in which blocks are used, {@code Unmovable} and so on; each order has a list of free blocks for each
 * @param problems what could not be read, one sentence each
 */
public record Zones(List<Zone> all, List<String> uses, List<String> problems) {
    private static final int MOST_NODES = 1024;
    private static final int MOST_ZONES = 8;
    private static final int MOST_ORDERS = 32;
    private static final int MOST_USES = 16;
    private static final int WATERMARKS = 3;

    /** Copies the lists. */
    public Zones {
        all = List.copyOf(all);
        uses = List.copyOf(uses);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a guest's zones.
     *
     * @throws TypeDataException when the kernel's types do not tell what a zone is
     */
    public static Zones of(LinuxGuest guest) {
        return guest.kept(Zones.class, () -> new Reading(guest.memory(), guest.types()).read(nodes(guest)));
    }

    /** Addresses of nodes by their numbers, 0 for those that are not there. */
    private static List<Long> nodes(LinuxGuest guest) {
        OptionalLong only = guest.kallsyms().valueOf("contig_page_data");
        if (only.isPresent()) {
            return List.of(only.getAsLong());
        }
        long table = guest.kallsyms()
                .valueOf("node_data")
                .orElseThrow(() -> new TypeDataException("failed to read node_data: unknown symbol name"));
        long told = guest.coreInfo()
                .flatMap(info -> info.value("LENGTH(node_data)"))
                .flatMap(text -> text.matches("[0-9]{1,4}") ? Optional.of(Long.parseLong(text)) : Optional.empty())
                .orElse(1L);
        var nodes = new ArrayList<Long>();
        for (int i = 0; i < Math.min(told, MOST_NODES); i++) {
            nodes.add(guest.memory().readLong(table + (long) i * Long.BYTES));
        }
        return nodes;
    }

    /** The zone that a frame is in the span of. */
    public Optional<Zone> at(long pfn) {
        return all.stream().filter(zone -> zone.spans(pfn)).findFirst();
    }

    /**
     * Delivers the first page structure of every free block of one order and way of use.
     *
     * @param array the page structures
     * @param zone whose blocks
     * @param order their order
     * @param use index of the way in {@link #uses}
     */
    public static Chain.End blocks(PageArray array, Zone zone, int order, int use, LongPredicate sink) {
        Zone.FreeArea area = zone.areas().get(order);
        int most = (int) Math.min(Integer.MAX_VALUE, (zone.spanned() >>> order) + 1);
        AddressSpace memory = array.memory();
        String what = "free blocks of order " + order + " in zone " + zone.name();
        // A page is linked by the two words before its mapping in all kernels.
        long link = array.layout().mapping() - 2L * Long.BYTES;
        return new Chain(what, memory::readLong, most).followHeaded(area.lists().get(use), at -> sink.test(at - link));
    }

    private record Reading(AddressSpace memory, Types types) {
        Zones read(List<Long> nodes) {
            StructLayout node = types.layout("struct pglist_data");
            StructLayout zone = types.layout("struct zone");
            Member zones = node.member("node_zones");
            var all = new ArrayList<Zone>();
            var problems = new ArrayList<String>();
            for (int i = 0; i < nodes.size(); i++) {
                long at = nodes.get(i);
                int own = at == 0 ? 0 : (int) Math.min(MOST_ZONES, zones.bitWidth() / Byte.SIZE / zone.size());
                for (int index = 0; index < own; index++) {
                    long address = at + zones.offset() + index * zone.size();
                    try {
                        Zone read = zone(zone, i, index, address);
                        if (read.spanned() != 0) {
                            all.add(read);
                        }
                    } catch (MemoryFaultException fault) {
                        problems.add("zone " + index + " of node " + i + " at " + Long.toHexString(address) + ": "
                                + fault.getMessage());
                    }
                }
            }
            return new Zones(all, uses(), problems);
        }

        private Zone zone(StructLayout layout, int node, int index, long address) {
            StructView view = layout.at(memory, address);
            String marks = layout.has("_watermark") ? "_watermark" : "watermark";
            long[] levels = new long[WATERMARKS];
            for (int i = 0; i < WATERMARKS; i++) {
                levels[i] = memory.readLong(view.addressOf(marks) + (long) i * Long.BYTES);
            }
            return new Zone(
                    address,
                    node,
                    index,
                    view.text("name"),
                    view.number("zone_start_pfn"),
                    view.number("spanned_pages"),
                    view.number("present_pages"),
                    view.number(layout.has("managed_pages.counter") ? "managed_pages.counter" : "managed_pages"),
                    memory.readLong(view.addressOf("vm_stat") + freePages() * Long.BYTES),
                    levels[0],
                    levels[1],
                    levels[2],
                    areas(view));
        }

        /** The counter of free pages; the first one in all kernels so far. */
        private long freePages() {
            return types.find("enum zone_stat_item").map(types::complete).orElse(null) instanceof Type.Enumeration names
                    ? names.enumerators().stream()
                            .filter(each -> each.name().equals("NR_FREE_PAGES"))
                            .mapToLong(Type.Enumerator::value)
                            .filter(value -> value >= 0 && value < Byte.MAX_VALUE)
                            .findFirst()
                            .orElse(0)
                    : 0;
        }

        private List<Zone.FreeArea> areas(StructView zone) {
            StructLayout area = types.layout("struct free_area");
            Member lists = area.member("free_list");
            StructLayout head = types.layout("struct list_head");
            int uses = (int) Math.min(MOST_USES, lists.bitWidth() / Byte.SIZE / head.size());
            long orders = zone.layout().member("free_area").bitWidth() / Byte.SIZE / area.size();
            var areas = new ArrayList<Zone.FreeArea>();
            for (int order = 0; order < Math.min(MOST_ORDERS, orders); order++) {
                long at = zone.addressOf("free_area") + order * area.size();
                var heads = new ArrayList<Long>();
                for (int use = 0; use < uses; use++) {
                    heads.add(at + lists.offset() + use * head.size());
                }
                areas.add(new Zone.FreeArea(order, area.at(memory, at).number("nr_free"), heads));
            }
            return areas;
        }

        /** Names of the ways of use; where two have a number, the one that is counted and not only the end of a range. */
        private List<String> uses() {
            var names = new TreeMap<Long, String>();
            if (types.find("enum migratetype").map(types::complete).orElse(null) instanceof Type.Enumeration ways) {
                for (Type.Enumerator each : ways.enumerators()) {
                    if (each.name().startsWith("MIGRATE_") && !each.name().equals("MIGRATE_TYPES")) {
                        names.merge(
                                each.value(),
                                word(each.name()),
                                (before, now) -> before.equals("Pcptypes") ? now : before);
                    }
                }
            }
            var uses = new ArrayList<String>();
            for (long i = 0; i < MOST_USES; i++) {
                uses.add(names.getOrDefault(i, "type " + i));
            }
            int count = names.isEmpty() ? MOST_USES : Math.min(MOST_USES, names.size());
            return uses.subList(0, count);
        }

        private static String word(String name) {
            String text = name.substring("MIGRATE_".length());
            return text.charAt(0) + text.substring(1).toLowerCase(Locale.ROOT);
        }
    }
}
