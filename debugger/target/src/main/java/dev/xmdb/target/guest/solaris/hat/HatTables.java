package dev.xmdb.target.guest.solaris.hat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The htables of one hat, in the order of its hash table, and by level and address. */
public final class HatTables {
    private final List<Htable> all;
    private final List<String> faults;
    private final Map<Key, Htable> byPlace = new HashMap<>();

    private record Key(int level, long va) {}

    HatTables(List<Htable> all, List<String> faults) {
        this.all = List.copyOf(all);
        this.faults = List.copyOf(faults);
        this.all.forEach(table -> byPlace.putIfAbsent(new Key(table.level(), table.va()), table));
    }

    /** Every htable. */
    public List<Htable> all() {
        return all;
    }

    /** Why there may be more of them; empty when there are not. */
    public List<String> faults() {
        return faults;
    }

    /** The table of a level that begins at an address. */
    public Optional<Htable> find(int level, long va) {
        return Optional.ofNullable(byPlace.get(new Key(level, va)));
    }
}
