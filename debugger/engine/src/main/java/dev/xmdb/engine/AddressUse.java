package dev.xmdb.engine;

/** Whether a dcmd or walker takes an address before its name. */
public enum AddressUse {
    /** It does not. */
    NONE,
    /** It may. */
    OPTIONAL,
    /** It must. */
    REQUIRED
}
