package dev.xmdb.target.guest.linux.page;

/**
 * A {@code struct page}, decoded.
 *
 * @param address where it is
 * @param pfn the frame that it is of
 * @param kind what the frame is used for
 * @param type what is in place of its mapcount, if anything
 * @param head the first frame of the compound page or free block that it is in; else its own
 * @param order of a free block's or compound page's first page: it has 2^order pages; 0 of any other
 * @param flags its flags, with whatever else is in their word
 * @param refcount references to it
 * @param mapcount how often processes map it; 0 where the word is a type
 * @param mapping what it belongs to, without the bits that say how: an anon_vma, an address_space; 0 when nothing
 * @param index where in that, in pages
 * @param own its word {@code private}
 */
public record Page(
        long address,
        long pfn,
        PageKind kind,
        PageType type,
        long head,
        int order,
        long flags,
        int refcount,
        int mapcount,
        long mapping,
        long index,
        long own) {

    /** Whether it is a later page of a compound one, or of a free block. */
    public boolean tail() {
        return head != pfn;
    }
}
