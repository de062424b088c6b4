package dev.xmdb.target.work;

/** What a long computation says of itself while it runs, and how it learns that nobody waits for it any more. */
@FunctionalInterface
public interface Effort {

    /** Tells nobody and never stops. */
    Effort UNWATCHED = (what, done, total) -> {};

    /**
     * How far the computation has come; to be called often. It may throw to end the computation, which then leaves no half-built result
     * behind.
     *
     * @param what what is being done, for example {@code reading kmem caches}
     * @param done how much is done
     * @param total out of how much; 0 when not known
     */
    void advance(String what, long done, long total);
}
