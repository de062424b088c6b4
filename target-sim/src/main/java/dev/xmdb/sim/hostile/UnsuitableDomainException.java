package dev.xmdb.sim.hostile;

/** A domain has nothing that a damage could spoil. The message says what is missing. */
public final class UnsuitableDomainException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsuitableDomainException(String missing) {
        super("the domain has no " + missing);
    }
}
