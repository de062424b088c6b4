package dev.xmdb.target.guest.linux.page;

import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a kernel encodes a page's type in the word of its mapcount.
 *
 * <ul>
 *   <li>Up to 4.17 a type is one negative number.
 *   <li>4.18 to 6.11 the word is all ones, and each type clears a bit of its own below a base that stays set. The bits moved in 5.11 and in
 *       6.11, where the base changed too; since 6.10 BTF names them.
 *   <li>Since 6.12 the top byte is a number from 0xf0 on, and the lower three may hold anything.
 * </ul>
 */
public sealed interface PageTypes {
    /** The base of 4.18 to 6.10. */
    int BASE = 0xf000_0000;

    /** The base of 6.11. */
    int SHORT_BASE = 0x8000_0000;

    /** The type in a word. */
    PageType of(int word);

    /**
     * One number for each type.
     *
     * @param values the numbers
     */
    record Numbers(Map<Integer, PageType> values) implements PageTypes {
        /** Copies the map. */
        public Numbers {
            values = Map.copyOf(values);
        }

        @Override
        public PageType of(int word) {
            return values.getOrDefault(word, PageType.NONE);
        }
    }

    /**
     * One cleared bit for each type.
     *
     * @param base bits that stay set in a word that is a type
     * @param lowest types that are words below this one, as signed numbers; others are mapcounts that went below zero
     * @param bits the bit that a type clears; where a word has cleared several, the first of them counts
     */
    record ClearedBits(int base, int lowest, Map<PageType, Integer> bits) implements PageTypes {
        /** Copies the map, in the order of the types. */
        public ClearedBits {
            bits = Collections.unmodifiableMap(new EnumMap<>(bits));
        }

        @Override
        public PageType of(int word) {
            if ((word & base) != base || word >= lowest) {
                return PageType.NONE;
            }
            for (Map.Entry<PageType, Integer> bit : bits.entrySet()) {
                if ((word & bit.getValue()) == 0) {
                    return bit.getKey();
                }
            }
            return PageType.OTHER;
        }
    }

    /**
     * A number in the top byte.
     *
     * @param numbers the types from the first number on
     */
    record TopByte(List<PageType> numbers) implements PageTypes {
        private static final int FIRST = 0xf0;
        private static final int UNDERFLOW = 0xff;

        /** Copies the list. */
        public TopByte {
            numbers = List.copyOf(numbers);
        }

        /** From numbers by name. */
        static TopByte of(Map<String, Integer> values) {
            var numbers = new ArrayList<>(Collections.nCopies(UNDERFLOW - FIRST, PageType.OTHER));
            values.forEach((name, number) -> {
                if (number >= FIRST && number < UNDERFLOW) {
                    numbers.set(number - FIRST, typed(name, "PGTY_"));
                }
            });
            return new TopByte(numbers);
        }

        @Override
        public PageType of(int word) {
            int top = word >>> 24;
            if (top < FIRST || top == UNDERFLOW) {
                return PageType.NONE;
            }
            return top - FIRST < numbers.size() ? numbers.get(top - FIRST) : PageType.OTHER;
        }
    }

    /** Up to 4.17. */
    static PageTypes upTo417() {
        return new Numbers(Map.of(-128, PageType.BUDDY, -256, PageType.OFFLINE, -512, PageType.KMEMCG));
    }

    /** 4.18 to 5.10: memory of control groups has a bit, so that tables and guards are one bit further up. */
    static PageTypes upTo510() {
        return new ClearedBits(
                BASE,
                -128,
                Map.of(
                        PageType.BUDDY, 0x80,
                        PageType.OFFLINE, 0x100,
                        PageType.KMEMCG, 0x200,
                        PageType.TABLE, 0x400,
                        PageType.GUARD, 0x800));
    }

    /** 5.11 to 6.10. The last two bits are from 6.9 and 6.10 on; no earlier kernel clears them. */
    static PageTypes upTo610() {
        return new ClearedBits(
                BASE,
                -128,
                Map.of(
                        PageType.BUDDY, 0x80,
                        PageType.OFFLINE, 0x100,
                        PageType.TABLE, 0x200,
                        PageType.GUARD, 0x400,
                        PageType.HUGETLB, 0x800,
                        PageType.SLAB, 0x1000));
    }

    /** 6.11. */
    static PageTypes of611() {
        return new ClearedBits(
                SHORT_BASE,
                0xffff_0000,
                Map.of(
                        PageType.BUDDY, 0x4000_0000,
                        PageType.OFFLINE, 0x2000_0000,
                        PageType.TABLE, 0x1000_0000,
                        PageType.GUARD, 0x0800_0000,
                        PageType.HUGETLB, 0x0400_0000,
                        PageType.SLAB, 0x0200_0000,
                        PageType.ZSMALLOC, 0x0100_0000));
    }

    /** 6.12 and later, as far as the numbers are known. */
    static PageTypes since612() {
        return new TopByte(List.of(
                PageType.BUDDY,
                PageType.OFFLINE,
                PageType.TABLE,
                PageType.GUARD,
                PageType.HUGETLB,
                PageType.SLAB,
                PageType.ZSMALLOC,
                PageType.UNACCEPTED,
                PageType.LARGE_KMALLOC));
    }

    /** A kernel's encoding: as its types tell it, else as the value does that it wrote down for a free page, else that of 5.11 to 6.10. */
    static PageTypes of(Types types, Optional<VmCoreInfo> info) {
        return named(types).orElseGet(() -> known(types, info));
    }

    private static PageTypes known(Types types, Optional<VmCoreInfo> info) {
        int buddy = (int)
                info.map(notes -> notes.number("PAGE_BUDDY_MAPCOUNT_VALUE").orElse(~0x80))
                        .orElse(~0x80L)
                        .longValue();
        if (buddy == -128) {
            return upTo417();
        }
        if ((buddy & 0xff_ffff) == 0) {
            return since612();
        }
        if (buddy == ~0x4000_0000) {
            return of611();
        }
        // The word for control groups took the place of the bit in 5.11.
        boolean grouped = types.find("struct page")
                .map(page -> types.layout("struct page").has("mem_cgroup"))
                .orElse(false);
        return grouped || info.map(PageTypes::before511).orElse(false) ? upTo510() : upTo610();
    }

    private static boolean before511(VmCoreInfo info) {
        String[] numbers = info.release().orElse("").split("[^0-9]+", 3);
        try {
            int major = Integer.parseInt(numbers[0]);
            return major < 5 || (major == 5 && Integer.parseInt(numbers[1]) < 11);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException notOne) {
            return false;
        }
    }

    private static Optional<PageTypes> named(Types types) {
        if (!(types.find("enum pagetype").map(types::complete).orElse(null) instanceof Type.Enumeration names)) {
            return Optional.empty();
        }
        Map<String, Integer> values = new LinkedHashMap<>();
        names.enumerators().forEach(each -> values.put(each.name(), (int) each.value()));
        if (values.containsKey("PGTY_buddy")) {
            return Optional.of(TopByte.of(values));
        }
        Integer base = values.remove("PAGE_TYPE_BASE");
        Integer lowest = values.remove("PAGE_MAPCOUNT_RESERVE");
        if (base == null || lowest == null) {
            return Optional.empty();
        }
        var bits = new EnumMap<PageType, Integer>(PageType.class);
        values.forEach((name, value) -> {
            PageType type = typed(name, "PG_");
            if (type != PageType.OTHER) {
                bits.put(type, value);
            }
        });
        return Optional.of(new ClearedBits(base, lowest, bits));
    }

    private static PageType typed(String name, String prefix) {
        String word = name.startsWith(prefix) ? name.substring(prefix.length()).toLowerCase(Locale.ROOT) : "";
        for (PageType type : PageType.values()) {
            if (type != PageType.NONE && type.word().equals(word)) {
                return type;
            }
        }
        return PageType.OTHER;
    }
}
