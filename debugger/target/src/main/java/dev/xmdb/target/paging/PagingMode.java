package dev.xmdb.target.paging;

/** The shapes of page tables that an x86 domain can have. */
public enum PagingMode {
    /** 64-bit, four levels. */
    LONG_4_LEVEL("64-bit 4-level", 8, 8, 4, 9),
    /** 64-bit, five levels (cr4.LA57); never of a PV guest. */
    LONG_5_LEVEL("64-bit 5-level", 8, 8, 5, 9),
    /** 32-bit with 8-byte entries, three levels. */
    PAE("32-bit PAE", 4, 8, 3, 9),
    /** 32-bit with 4-byte entries, two levels, 4 MiB pages where cr4.PSE is set. */
    LEGACY_32("32-bit 2-level", 4, 4, 2, 10),
    /** No paging (cr0.PG clear): virtual is physical. */
    UNPAGED("no paging", 4, 0, 0, 0);

    private final String description;
    private final int wordSize;
    private final int entrySize;
    private final int levels;
    private final int indexBits;

    PagingMode(String description, int wordSize, int entrySize, int levels, int indexBits) {
        this.description = description;
        this.wordSize = wordSize;
        this.entrySize = entrySize;
        this.levels = levels;
        this.indexBits = indexBits;
    }

    /** The mode's name for people. */
    public String description() {
        return description;
    }

    /** Bytes in a virtual address, 8 or 4. */
    public int wordSize() {
        return wordSize;
    }

    /** Bytes in an entry, 8 or 4; 0 without paging. */
    public int entrySize() {
        return entrySize;
    }

    /** Number of levels; the root table is at this level, the last one at level 1. */
    public int levels() {
        return levels;
    }

    /** log2 of the bytes that one entry of a table at this level covers; level 1 to {@link #levels}. */
    public int shift(int level) {
        return 12 + (level - 1) * indexBits;
    }
}
