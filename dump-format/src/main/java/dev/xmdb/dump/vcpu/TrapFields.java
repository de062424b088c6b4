package dev.xmdb.dump.vcpu;

/** The fields of a {@code trap_info} that lie alike in both layouts, in bytes from its start. */
final class TrapFields {
    static final int VECTOR = 0;
    static final int FLAGS = 1;
    static final int SELECTOR = 2;

    private TrapFields() {}
}
