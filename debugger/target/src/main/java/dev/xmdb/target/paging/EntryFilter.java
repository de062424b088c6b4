package dev.xmdb.target.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which page-table entries are looked for: by bits that must be set and bits that must not.
 *
 * @param set bits that must be set
 * @param clear bits that must be clear
 * @param level the only level whose entries are looked for, 1 for the last, those that lead to tables among them; 0 for every entry that
 *     maps a page
 * @param stored whether the bits count as they are stored, and not as a PV guest meant them
 */
public record EntryFilter(long set, long clear, int level, boolean stored) {
    private static final long PRESENT = 1;
    private static final Map<String, Long> WORDS = Map.ofEntries(
            Map.entry("present", PRESENT),
            Map.entry("write", 1L << 1),
            Map.entry("writable", 1L << 1),
            Map.entry("user", 1L << 2),
            Map.entry("pwt", 1L << 3),
            Map.entry("pcd", 1L << 4),
            Map.entry("accessed", 1L << 5),
            Map.entry("ref", 1L << 5),
            Map.entry("dirty", 1L << 6),
            Map.entry("mod", 1L << 6),
            Map.entry("large", 1L << 7),
            Map.entry("global", 1L << 8),
            Map.entry("nosync", 1L << 9),
            Map.entry("noconsist", 1L << 10),
            Map.entry("foreign", 3L << 9),
            Map.entry("guest-kernel", 1L << 52),
            Map.entry("noexec", 1L << 63),
            Map.entry("nx", 1L << 63));

    /** The words that {@link #parse} knows, in alphabetical order. */
    public static List<String> words() {
        return WORDS.keySet().stream().sorted().toList();
    }

    /**
     * Reads flags: words with commas between them, all of which must hold; one after {@code !} or {@code ~} must not be set. Entries that are not
     * present are only looked for when {@code !present} is among them.
     *
     * @throws IllegalArgumentException naming a word that is none of {@link #words}
     */
    public static EntryFilter parse(String flags, int level, boolean stored) {
        long set = 0;
        long clear = 0;
        for (String word : split(flags)) {
            boolean not = word.startsWith("!") || word.startsWith("~");
            Long bits = WORDS.get(not ? word.substring(1) : word);
            if (bits == null) {
                throw new IllegalArgumentException("unknown flag " + word);
            }
            set |= not ? 0 : bits;
            clear |= not ? bits : 0;
        }
        return new EntryFilter((clear & PRESENT) == 0 ? set | PRESENT : set, clear, level, stored);
    }

    private static List<String> split(String flags) {
        var words = new ArrayList<String>();
        for (String word : flags.split(",", -1)) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }

    boolean matches(long bits) {
        return (bits & set) == set && (bits & clear) == 0;
    }
}
