package dev.xmdb.target.guest.linux.page;

/** What the word says that a {@code struct page} has for its mapcount, when the page cannot be mapped and the word is a type. */
public enum PageType {
    /** No type: the word is a mapcount. */
    NONE(""),
    /** The first page of a free block. */
    BUDDY("buddy"),
    /** Taken out of use: a balloon's, or memory that is not online. */
    OFFLINE("offline"),
    /** A page table. */
    TABLE("table"),
    /** Kept free for catching stray accesses. */
    GUARD("guard"),
    /** A huge page of hugetlbfs (since 6.9). */
    HUGETLB("hugetlb"),
    /** A slab's (since 6.10; a flag before). */
    SLAB("slab"),
    /** Compressed pages (since 6.11). */
    ZSMALLOC("zsmalloc"),
    /** Memory that a confidential guest has not accepted yet (since 6.12). */
    UNACCEPTED("unaccepted"),
    /** kmalloc() of more than slabs hold (since 6.14). */
    LARGE_KMALLOC("large_kmalloc"),
    /** Any memory of the kernel's that is charged to a control group (4.14 to 5.10); says nothing else. */
    KMEMCG("kmemcg"),
    /** A type that a later kernel added. */
    OTHER("other");

    private final String word;

    PageType(String word) {
        this.word = word;
    }

    /** The kernel's name for it; empty for none. */
    public String word() {
        return word;
    }
}
