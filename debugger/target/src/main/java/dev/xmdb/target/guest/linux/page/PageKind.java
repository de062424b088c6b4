package dev.xmdb.target.guest.linux.page;

/** What a page of memory is used for. */
public enum PageKind {
    /** The kernel's own, of no other kind: a plain allocation. */
    KERNEL("kernel", "Kernel"),
    /** Set aside at boot and never handed out: the kernel's image, tables of the boot, the array of page structures, firmware. */
    RESERVED("reserved", "Kernel reserved"),
    /** A slab's. */
    SLAB("slab", "Slab"),
    /** kmalloc() of more than slabs hold; told from the kernel's other pages since 6.14. */
    LARGE_KMALLOC("large_kmalloc", "Large kmalloc"),
    /** A page table; user processes' before Linux 6.16, which marks more. */
    PAGE_TABLE("table", "Page tables"),
    /** Compressed pages of zsmalloc. */
    ZSMALLOC("zsmalloc", "Compressed"),
    /** Of a driver that can move it. */
    MOVABLE("movable", "Movable"),
    /** A process' own memory. */
    ANON("anon", "Anon"),
    /** Anonymous memory that same-page merging shares. */
    KSM("ksm", "Merged (KSM)"),
    /** Shared memory and files of tmpfs. */
    SHMEM("shmem", "Shared memory"),
    /** A file's, or a block device's. */
    FILE("file", "Page cache"),
    /** A page of hugetlbfs, in use or not. */
    HUGETLB("hugetlb", "Huge pages"),
    /** Taken out of use, by a balloon or because it is not online. */
    OFFLINE("offline", "Offline (balloon)"),
    /** Kept free for catching stray accesses. */
    GUARD("guard", "Guard"),
    /** Memory that a confidential guest has not accepted yet. */
    UNACCEPTED("unaccepted", "Unaccepted"),
    /** Nobody's: in a list of free pages that one CPU has, or on the way to or from a list. */
    CPU_FREE("cpufree", "Free (CPU lists)"),
    /** In a free block. */
    FREE("free", "Free");

    private final String word;
    private final String title;

    PageKind(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** One word for it. */
    public String word() {
        return word;
    }

    /** A title for a table of memory. */
    public String title() {
        return title;
    }
}
