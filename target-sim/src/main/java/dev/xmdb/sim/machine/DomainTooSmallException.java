package dev.xmdb.sim.machine;

/** A domain has not enough pages for what is to be in it. */
public final class DomainTooSmallException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what is missing, in one line. */
    public DomainTooSmallException(String message) {
        super(message);
    }
}
