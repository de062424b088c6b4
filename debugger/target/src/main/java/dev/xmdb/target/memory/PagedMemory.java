package dev.xmdb.target.memory;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.paging.Translation;

/** Guest-virtual memory behind page tables, with a software TLB in front of them. */
public final class PagedMemory extends ImageMemory implements GuestVirtual {
    private static final long PAGE_MASK = Frames.PAGE_SIZE - 1;

    private final PageTables tables;
    private final int regionShift;
    private final TranslationCache pages;
    private final TranslationCache regions;

    /**
     * A space.
     *
     * @param image where the bytes are
     * @param tables the page tables
     * @param cachedPages about how many pages the TLB remembers; rounded up to a power of two
     */
    public PagedMemory(DomainImage image, PageTables tables, int cachedPages) {
        super("virtual", tables.root().mode().wordSize(), image.bytes());
        this.tables = tables;
        this.regionShift = tables.regionShift();
        this.pages = new TranslationCache(cachedPages);
        this.regions = new TranslationCache(Math.max(1, cachedPages / 16));
    }

    /** The page tables behind it. */
    public PageTables tables() {
        return tables;
    }

    @Override
    public long root() {
        return tables.root().cr3();
    }

    @Override
    public PagingMode mode() {
        return tables.root().mode();
    }

    @Override
    public Translation translate(long address) {
        return tables.translate(address);
    }

    @Override
    public long fileOffset(long address) {
        long pageNumber = address >>> Frames.PAGE_SHIFT;
        long page = pages.get(pageNumber);
        if (page < 0) {
            page = walk(address);
            if (page < 0) {
                return -1;
            }
            pages.put(pageNumber, page);
        }
        return page + (address & PAGE_MASK);
    }

    private long walk(long address) {
        try {
            long regionNumber = address >>> regionShift;
            long region = regions.get(regionNumber);
            if (region < 0) {
                region = tables.region(address);
                if (region < 0) {
                    return -1;
                }
                regions.put(regionNumber, region);
            }
            return tables.pageOffset(region, address);
        } catch (InternalError fileShrank) {
            return -1;
        }
    }

    @Override
    String reason(long address) {
        return tables.translate(address).reason();
    }

    @Override
    public String toString() {
        return tables.root().toString();
    }
}
