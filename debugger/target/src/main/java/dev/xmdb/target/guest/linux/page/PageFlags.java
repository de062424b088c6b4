package dev.xmdb.target.guest.linux.page;

import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bits in the flags of a {@code struct page} by their names in lower case, {@code lru}. They move from release to release, so that
 * their numbers come from the kernel's types ({@code enum pageflags}); without types a few are known from what the kernel wrote down.
 */
public final class PageFlags {
    private static final String PREFIX = "PG_";
    private static final String END = "__NR_PAGEFLAGS";
    private static final List<String> NOTED =
            List.of("lru", "private", "swapcache", "swapbacked", "slab", "hwpoison", "reserved");

    private final Map<String, Integer> bits;
    private final List<String> names;
    private final long own;
    private final long head;
    private final long slab;
    private final long reserved;
    private final long lru;
    private final long swapbacked;

    /**
     * Bits.
     *
     * @param bits the bit's number by its name; of several names of one bit the first is the one that is shown
     * @param count how many bits are flags; those above them hold other things
     */
    PageFlags(Map<String, Integer> bits, int count) {
        this.bits = Collections.unmodifiableMap(new LinkedHashMap<>(bits));
        var first = new TreeMap<Integer, String>();
        bits.forEach((name, bit) -> first.putIfAbsent(bit, name));
        var shown = new ArrayList<String>();
        for (int bit = 0; bit < count; bit++) {
            shown.add(first.getOrDefault(bit, "bit" + bit));
        }
        this.names = List.copyOf(shown);
        this.own = count >= Long.SIZE ? -1 : (1L << count) - 1;
        this.head = mask("head");
        this.slab = mask("slab");
        this.reserved = mask("reserved");
        this.lru = mask("lru");
        this.swapbacked = mask("swapbacked");
    }

    /** A kernel's bits. */
    public static PageFlags of(Types types, Optional<VmCoreInfo> info) {
        var bits = new LinkedHashMap<String, Integer>();
        int count = 0;
        if (types.find("enum pageflags").map(types::complete).orElse(null) instanceof Type.Enumeration flags) {
            for (Type.Enumerator each : flags.enumerators()) {
                if (each.value() < 0 || each.value() >= Long.SIZE) {
                    continue;
                }
                if (each.name().equals(END)) {
                    count = (int) each.value();
                } else if (each.name().startsWith(PREFIX)) {
                    bits.putIfAbsent(each.name().substring(PREFIX.length()), (int) each.value());
                }
            }
        } else if (info.isPresent()) {
            for (String name : NOTED) {
                info.get().number(PREFIX + name).ifPresent(bit -> {
                    if (bit >= 0 && bit < Long.SIZE) {
                        bits.put(name, (int) bit);
                    }
                });
            }
            info.get().number("PG_head_mask").ifPresent(mask -> bits.put("head", Long.numberOfTrailingZeros(mask)));
            bits.remove("head", Long.SIZE);
        }
        if (count == 0) {
            count = bits.values().stream().mapToInt(bit -> bit + 1).max().orElse(0);
        }
        return new PageFlags(bits, count);
    }

    /** The mask of a flag; 0 when this kernel has none of that name. */
    public long mask(String name) {
        Integer bit = bits.get(name);
        return bit == null ? 0 : 1L << bit;
    }

    /** Whether it is a compound page's first page. */
    boolean head(long flags) {
        return (flags & head) != 0;
    }

    /** Whether it is a slab's (up to 6.9). */
    boolean slab(long flags) {
        return (flags & slab) != 0;
    }

    boolean reserved(long flags) {
        return (flags & reserved) != 0;
    }

    /** Whether it is in one of the lists from which memory is reclaimed. */
    boolean lru(long flags) {
        return (flags & lru) != 0;
    }

    /** Whether swap is behind it, and no file. */
    boolean swapbacked(long flags) {
        return (flags & swapbacked) != 0;
    }

    /** Whether this kernel has a flag of that name. */
    public boolean has(String name) {
        return bits.containsKey(name);
    }

    /** Every name, aliases among them. */
    public List<String> all() {
        return List.copyOf(bits.keySet());
    }

    /** The names of the flags that are set, in the order of their bits. */
    public List<String> names(long flags) {
        var set = new ArrayList<String>();
        for (long rest = flags & own; rest != 0; rest &= rest - 1) {
            set.add(names.get(Long.numberOfTrailingZeros(rest)));
        }
        return set;
    }

    /**
     * The names of the flags that are set on a page of some kind: some bits mean different things on different pages, and their first name
     * is not the one that this kind has for them.
     */
    public List<String> names(long flags, PageKind kind) {
        return switch (kind) {
            case ANON, KSM -> alias(alias(names(flags), "anon_exclusive"), "swapcache");
            case SHMEM -> alias(names(flags), "swapcache");
            case PAGE_TABLE -> alias(names(flags), "pinned");
            default -> names(flags);
        };
    }

    private List<String> alias(List<String> set, String name) {
        Integer bit = bits.get(name);
        return bit == null || bit >= names.size()
                ? set
                : set.stream()
                        .map(each -> each.equals(names.get(bit)) ? name : each)
                        .toList();
    }

    /** The flags alone, without what else is in their word: node, zone, section. */
    public long own(long flags) {
        return flags & own;
    }
}
