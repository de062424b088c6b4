package dev.xmdb.target.guest.linux.collection;

/** Receives the entries of a container that has them by index, in ascending order of their indices. */
@FunctionalInterface
public interface EntrySink {

    /**
     * An entry.
     *
     * @param first the first index that it stands at
     * @param last the last one, the same or a higher one; indices are unsigned
     * @param entry the stored word: most often an address
     * @return false when no more are wanted
     */
    boolean entry(long first, long last, long entry);
}
