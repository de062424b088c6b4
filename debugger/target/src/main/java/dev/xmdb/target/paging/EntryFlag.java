package dev.xmdb.target.paging;

/** The low flag bits of a page-table entry, in ascending order; the same in every mode. */
public enum EntryFlag {
    /** Bit 0. */
    PRESENT(0, "present"),
    /** Bit 1. */
    WRITABLE(1, "writable"),
    /** Bit 2. */
    USER(2, "user"),
    /** Bit 3, write-through. */
    PWT(3, "pwt"),
    /** Bit 4, cache disabled. */
    PCD(4, "pcd"),
    /** Bit 5. */
    ACCESSED(5, "accessed"),
    /** Bit 6. */
    DIRTY(6, "dirty"),
    /** Bit 7: PAT in the last level, page size above it. */
    PAT_OR_PS(7, "ps"),
    /** Bit 8. */
    GLOBAL(8, "global"),
    /** Bit 9, free for software. */
    AVL0(9, "avl0"),
    /** Bit 10, free for software. */
    AVL1(10, "avl1"),
    /** Bit 11, free for software. */
    AVL2(11, "avl2");

    private final long mask;
    private final String word;

    EntryFlag(int bit, String word) {
        this.mask = 1L << bit;
        this.word = word;
    }

    /** The bit. */
    public long mask() {
        return mask;
    }

    /** The bit's name in an entry. */
    String word(PageTableEntry entry) {
        return this == PAT_OR_PS && entry.level() == 1 ? "pat" : word;
    }
}
