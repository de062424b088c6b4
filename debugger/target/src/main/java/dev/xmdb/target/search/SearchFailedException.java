package dev.xmdb.target.search;

/** A search that cannot go on; its message says why. */
public final class SearchFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SearchFailedException(String message) {
        super(message);
    }
}
