package dev.xmdb.sim.solaris.kmem;

import dev.xmdb.sim.solaris.layout.Layouts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the table of the kernel's caches. */
final class CacheTable {
    private static final int FIRST_OPTION = 3;

    private CacheTable() {}

    /**
     * A line of the table.
     *
     * @param types what is allocated from the cache
     */
    record Entry(CacheKind kind, List<String> types) {}

    static List<Entry> read(Layouts layouts) {
        try (InputStream in = Objects.requireNonNull(CacheTable.class.getResourceAsStream("caches.table"))) {
            List<Entry> entries = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    entries.add(entry(line, layouts));
                }
            }
            return entries;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Entry entry(String line, Layouts layouts) {
        // "struct as" is one word among the options.
        String[] words = line.strip().replace("struct ", "struct\0").split("\\s+", -1);
        List<String> types = new ArrayList<>();
        String arena = "kmem_default";
        String constructor = "";
        int flags = 0;
        int creation = 0;
        for (int index = FIRST_OPTION; index < words.length; index++) {
            String word = words[index].replace('\0', ' ');
            String value = word.substring(word.indexOf('=') + 1);
            switch (word.equals(value) ? word : word.substring(0, word.indexOf('='))) {
                case "arena" -> arena = value;
                case "new" -> constructor = value;
                case "of" -> types.addAll(List.of(value.split(",", -1)));
                case "nohash" -> creation |= CacheKind.NO_HASH;
                case "notouch" -> creation |= CacheKind.NO_TOUCH;
                case "nodebug" -> creation |= CacheKind.NO_DEBUG;
                case "general" -> creation |= CacheKind.GENERAL;
                case "hash" -> flags |= CacheKind.HASH;
                case "debug" -> flags |= CacheKind.DEBUG;
                case "lite" -> flags |= CacheKind.LITE | CacheKind.DEADBEEF | CacheKind.REDZONE;
                default -> throw new IllegalArgumentException("not an option of a cache: " + word);
            }
        }
        int size = words[1].equals("=") ? layouts.size(types.getFirst()) : Integer.parseInt(words[1]);
        CacheKind kind = new CacheKind(words[0], size, Integer.parseInt(words[2]), flags, creation, arena, constructor);
        return new Entry(kind.wantsHash() ? kind.hashed() : kind, types);
    }
}
