package dev.xmdb.target.memory;

import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.paging.Translation;

/** A guest-virtual address space: one root, one shape of tables. */
public interface GuestVirtual extends AddressSpace {

    /** The raw cr3 value it was made from. */
    long root();

    /** The shape of its tables. */
    PagingMode mode();

    /** Walks the tables for an address and keeps every step. */
    Translation translate(long address);

    /** File offset of the byte at an address, or -1; without allocation, through the software TLB. */
    long fileOffset(long address);
}
