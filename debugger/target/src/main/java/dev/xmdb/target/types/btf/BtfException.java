package dev.xmdb.target.types.btf;

/** Bytes are no BTF, or are damaged: what is wrong, and at which offset. */
public final class BtfException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Damage, as a sentence. */
    public BtfException(String message) {
        super(message);
    }
}
