package dev.xmdb.dump.open;

/** Is told how far the opening of an image is, when that takes time: while a compressed one is decompressed. */
@FunctionalInterface
public interface OpenProgress {

    /** Tells nobody. */
    OpenProgress NONE = (done, total) -> {};

    /**
     * Some of the work is done. Called every few megabytes.
     *
     * @param done bytes of the compressed file read so far
     * @param total bytes of the compressed file
     */
    void progress(long done, long total);
}
