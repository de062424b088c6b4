package dev.xmdb.target.whatis;

import java.util.ArrayList;
import java.util.List;

/**
 * Asks sources in order.
 *
 * @param sources the sources; where an address belongs to several things, an earlier source's comes first
 * @param <O> the owners that they know
 */
public record AddressSearch<O extends AddressOwner>(List<AddressSource<O>> sources) {
    /** Copies the list. */
    public AddressSearch {
        sources = List.copyOf(sources);
    }

    /**
     * An owner and where it was found.
     *
     * @param owner the owner
     * @param source who knew it
     * @param <O> the owners that are searched
     */
    public record Found<O extends AddressOwner>(O owner, AddressSource<O> source) {}

    /**
     * What an address belongs to.
     *
     * @param all everything; else the first thing only
     */
    public List<Found<O>> find(long address, boolean all) {
        var found = new ArrayList<Found<O>>(1);
        for (AddressSource<O> source : sources) {
            boolean more = source.find(address, owner -> {
                found.add(new Found<>(owner, source));
                return all;
            });
            if (!more) {
                break;
            }
        }
        return found;
    }

    /** What could not be read, one sentence each. */
    public List<String> faults() {
        return sources.stream()
                .flatMap(source -> source.faults().stream())
                .distinct()
                .toList();
    }
}
