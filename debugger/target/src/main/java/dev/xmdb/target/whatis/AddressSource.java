package dev.xmdb.target.whatis;

import java.util.List;
import java.util.function.Predicate;

/**
 * Knows which things of some kind there are, by address. Made with its index complete, so that questions are cheap.
 *
 * @param <O> the owners that it knows
 */
public interface AddressSource<O extends AddressOwner> {

    /** What it knows, for people who want to see what is searched: {@code threads}. */
    String name();

    /** The single places that it stands for, where there are some: names of caches. None otherwise. */
    default List<String> places() {
        return List.of();
    }

    /** Which of the places an owner was found in; the last one where there is no telling. */
    default int placeOf(O owner) {
        return places().size() - 1;
    }

    /**
     * Delivers what an address belongs to, the most specific first.
     *
     * @param sink returns false when it wants no more
     * @return whether more are wanted
     */
    boolean find(long address, Predicate<? super O> sink);

    /** What could not be read, so that addresses may be missing: one sentence each. */
    default List<String> faults() {
        return List.of();
    }
}
