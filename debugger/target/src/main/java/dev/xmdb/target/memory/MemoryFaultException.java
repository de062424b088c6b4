package dev.xmdb.target.memory;

/** A read of memory that is not there: which address, and why, down to the page-table entry. Carries no stack trace. */
public final class MemoryFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long address;
    private final String reason;

    /**
     * A fault.
     *
     * @param space the address space's name
     * @param address the first address that could not be read
     * @param reason why, for example {@code L2 entry not present (table frame 0x1f3, index 5, file offset 0x4a31028)}
     */
    public MemoryFaultException(String space, long address, String reason) {
        super("no " + space + " memory at " + Long.toHexString(address) + ": " + reason, null, false, false);
        this.address = address;
        this.reason = reason;
    }

    /** The first address that could not be read. */
    public long address() {
        return address;
    }

    /** Why, without the address. */
    public String reason() {
        return reason;
    }
}
