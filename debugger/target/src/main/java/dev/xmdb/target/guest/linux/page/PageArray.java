package dev.xmdb.target.guest.linux.page;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.OptionalLong;

/**
 * The array of all {@code struct page}, indexed by pfn, with holes where there is no memory.
 *
 * @param memory the kernel's address space
 * @param layout what a structure is
 * @param start the structure of frame 0
 * @param maxPfn the frame after the last one
 * @param sections the frames that have a structure
 * @param cpuFree the free ones that are not in free blocks
 */
public record PageArray(
        AddressSpace memory, PageLayout layout, long start, long maxPfn, Sections sections, CpuFreePages cpuFree) {
    private static final long ANON = 1;
    private static final long MOVABLE = 2;
    private static final long HOW = ANON | MOVABLE;
    private static final long TAIL = 1;

    /** Every address of the kernel's begins with this byte; a plain page of the kernel's may have anything in place of one. */
    private static final int KERNEL_TOP = 0xff;

    private static final int KERNEL_SHIFT = 56;
    private static final long PAGE_MASK = Frames.PAGE_SIZE - 1;

    /** Orders above this are no kernel's: 2^30 frames are 4 TiB. */
    private static final int HIGHEST_ORDER = 30;

    /** No free block of x86 is larger than this order. */
    private static final int HIGHEST_BLOCK = 10;

    /**
     * A guest's array.
     *
     * @throws dev.xmdb.target.types.TypeDataException when neither the kernel's notes nor its types tell what a page is
     */
    public static PageArray of(LinuxGuest guest) {
        return guest.kept(PageArray.class, () -> {
            AddressLayout where = AddressLayout.of(guest);
            long most = (where.directEnd() - where.directMap()) / Frames.PAGE_SIZE;
            long maxPfn = most;
            OptionalLong told = guest.kallsyms().valueOf("max_pfn");
            if (told.isPresent()) {
                try {
                    long value = guest.memory().readLong(told.getAsLong());
                    maxPfn = value > 0 && value < most ? value : most;
                } catch (MemoryFaultException notThere) {
                    maxPfn = most;
                }
            }
            PageLayout layout = PageLayout.of(guest);
            return new PageArray(
                    guest.memory(),
                    layout,
                    where.vmemmap(),
                    maxPfn,
                    Sections.of(guest, maxPfn),
                    CpuFreePages.of(guest, layout, where.vmemmap(), maxPfn));
        });
    }

    /** Where the structure of a frame is. */
    public long addressOf(long pfn) {
        return start + pfn * layout.size();
    }

    /** Whether an address is one of the array's, holes included. */
    public boolean holds(long address) {
        return Long.compareUnsigned(address - start, maxPfn * layout.size()) < 0;
    }

    /** The frame whose structure an address is in. */
    public long pfnOf(long address) {
        return Long.divideUnsigned(address - start, layout.size());
    }

    /** Whether a frame has a structure. */
    public boolean has(long pfn) {
        return pfn >= 0 && pfn < maxPfn && sections.at(pfn).isPresent();
    }

    /**
     * The page of a frame.
     *
     * @throws MemoryFaultException when its structure is not in memory
     */
    public Page page(long pfn) {
        return decode(read(pfn), pfn);
    }

    /** What a frame is used for. */
    PageKind kind(long pfn) {
        RawPage page = read(pfn);
        long head = headOf(page);
        return head == pfn || !inside(head) ? kindOf(page) : kindOf(read(head));
    }

    private RawPage read(long pfn) {
        byte[] bytes = new byte[layout.size()];
        memory.read(addressOf(pfn), bytes, 0, bytes.length);
        return new RawPage(layout, bytes).to(0, addressOf(pfn));
    }

    /** Whether a frame is one that the array is for. */
    boolean inside(long pfn) {
        return pfn >= 0 && pfn < maxPfn;
    }

    private Page decode(RawPage page, long pfn) {
        long found = headOf(page);
        long head = inside(found) ? found : pfn;
        RawPage first = head == pfn ? page : read(head);
        PageKind kind = kindOf(first);
        if (kind == PageKind.KERNEL && head == pfn && page.refcount() == 0) {
            long block = blockOf(pfn);
            if (block >= 0) {
                head = block;
                kind = PageKind.FREE;
            }
        }
        PageType type = layout.types().of(first.mapcount());
        long mapping = first.mapping();
        boolean owned = kind == PageKind.ANON
                || kind == PageKind.KSM
                || kind == PageKind.SHMEM
                || kind == PageKind.FILE
                || kind == PageKind.MOVABLE;
        return new Page(
                page.address(),
                pfn,
                kind,
                type,
                head,
                kind == PageKind.FREE ? buddyOrder(page) : head == pfn ? compoundOrder(page) : 0,
                page.flags(),
                first.refcount(),
                mapcount(page, first, head),
                owned ? mapping & ~HOW : 0,
                owned ? first.index() + (pfn - head) : first.index(),
                page.own());
    }

    /** How often a page is mapped: by itself, and with the whole of a compound page. */
    private int mapcount(RawPage page, RawPage first, long head) {
        int own = typed(page) ? 0 : Math.max(0, page.mapcount() + 1);
        if (layout.wholeMapcount() == PageLayout.NONE || !isHead(first) || typed(first)) {
            return own;
        }
        try {
            return own + Math.max(0, memory.readInt(addressOf(head) + layout.wholeMapcount()) + 1);
        } catch (MemoryFaultException notThere) {
            return own;
        }
    }

    /** The first frame of the free block that a frame is in, -1 when it is in none. */
    private long blockOf(long pfn) {
        for (int order = 1; order <= HIGHEST_BLOCK; order++) {
            long first = pfn & -(1L << order);
            if (first == pfn) {
                continue;
            }
            try {
                if (buddyOrder(read(first)) >= order) {
                    return first;
                }
            } catch (MemoryFaultException notThere) {
                return -1;
            }
        }
        return -1;
    }

    private boolean typed(RawPage page) {
        return layout.bits().slab(page.flags()) || layout.types().of(page.mapcount()) != PageType.NONE;
    }

    private boolean isHead(RawPage page) {
        return layout.bits().head(page.flags());
    }

    /**
     * The pfn of a compound page's first page; the page's own when it is none of a compound page's later ones, and one outside the array
     * when the word that leads there is damaged.
     */
    long headOf(RawPage page) {
        long word = page.compound();
        if ((word & TAIL) == 0) {
            return isHead(page) && (page.address() & PAGE_MASK) == 0 ? realHead(page) : pfnOf(page.address());
        }
        return headBy(word, page.address());
    }

    private long headBy(long word, long address) {
        long pointed = word - TAIL;
        // A mask is above all addresses of the array, so that both forms can be told from each other.
        if (layout.masks() && !holds(pointed)) {
            return pfnOf(address & word);
        }
        return holds(pointed) ? pfnOf(pointed) : -1;
    }

    /**
     * From 5.14 to 7.0 the later structures of a huge page may be the first ones once more, mapped there to save memory: one that looks
     * like a head at a page's beginning is one only when the next structure leads back to it.
     */
    private long realHead(RawPage page) {
        long self = pfnOf(page.address());
        try {
            long next = memory.readLong(page.address() + layout.size() + layout.compound());
            long head = (next & TAIL) == 0 ? self : headBy(next, page.address() + layout.size());
            return head >= 0 && head < self && self - head < (1L << HIGHEST_ORDER) ? head : self;
        } catch (MemoryFaultException notThere) {
            return self;
        }
    }

    /** The order of a free block, by its first page; 0 when it holds a number that is none, or one that its place does not allow. */
    int buddyOrder(RawPage page) {
        if (layout.types().of(page.mapcount()) != PageType.BUDDY) {
            return 0;
        }
        int order = plausible(page.own());
        return order <= HIGHEST_BLOCK && (pfnOf(page.address()) & ((1L << order) - 1)) == 0 ? order : 0;
    }

    private static int plausible(long order) {
        return order > 0 && order <= HIGHEST_ORDER ? (int) order : 0;
    }

    private int compoundOrder(RawPage page) {
        if (!isHead(page) || layout.order() == PageLayout.NONE) {
            return 0;
        }
        try {
            int at = layout.order() == PageLayout.LOW_FLAGS ? layout.flags() : layout.order();
            return plausible(memory.readByte(page.address() + layout.size() + at));
        } catch (MemoryFaultException notThere) {
            return 0;
        }
    }

    /** What a page is, by itself: the first one of a compound page tells it for the others. */
    PageKind kindOf(RawPage page) {
        long flags = page.flags();
        PageFlags bits = layout.bits();
        PageKind typed = switch (layout.types().of(page.mapcount())) {
            case BUDDY -> PageKind.FREE;
            case SLAB -> PageKind.SLAB;
            case TABLE -> PageKind.PAGE_TABLE;
            case OFFLINE -> PageKind.OFFLINE;
            case GUARD -> PageKind.GUARD;
            case HUGETLB -> PageKind.HUGETLB;
            case ZSMALLOC -> PageKind.ZSMALLOC;
            case UNACCEPTED -> PageKind.UNACCEPTED;
            case LARGE_KMALLOC -> PageKind.LARGE_KMALLOC;
            case NONE, KMEMCG, OTHER -> PageKind.KERNEL;
        };
        if (bits.slab(flags)) {
            return PageKind.SLAB;
        }
        if (typed != PageKind.KERNEL) {
            return typed;
        }
        if (bits.reserved(flags)) {
            return PageKind.RESERVED;
        }
        if (bits.head(flags) && huge(page)) {
            return PageKind.HUGETLB;
        }
        return ofUser(page, flags, bits);
    }

    private PageKind ofUser(RawPage page, long flags, PageFlags bits) {
        long mapping = page.mapping();
        boolean inUse = bits.lru(flags)
                || (layout.types().of(page.mapcount()) == PageType.NONE && page.mapcount() >= 0)
                || mapping >>> KERNEL_SHIFT == KERNEL_TOP;
        if (page.refcount() == 0 && !bits.lru(flags)) {
            // Nobody's, or a later page of several that were allocated at once and not as a compound page.
            return cpuFree.holds(pfnOf(page.address())) ? PageKind.CPU_FREE : PageKind.KERNEL;
        }
        if (!inUse) {
            return PageKind.KERNEL;
        }
        return switch ((int) (mapping & HOW)) {
            case (int) ANON -> PageKind.ANON;
            case (int) MOVABLE -> PageKind.MOVABLE;
            case (int) HOW -> PageKind.KSM;
            default -> ofFile(mapping, flags, bits);
        };
    }

    private static PageKind ofFile(long mapping, long flags, PageFlags bits) {
        if (mapping == 0) {
            return PageKind.KERNEL;
        }
        return bits.swapbacked(flags) ? PageKind.SHMEM : PageKind.FILE;
    }

    /** Whether a compound page is of hugetlbfs: by what frees it up to 6.5, by a flag from 6.6 to 6.8; it has a type later. */
    private boolean huge(RawPage page) {
        try {
            long second = page.address() + layout.size();
            if (layout.destructor() != PageLayout.NONE) {
                return memory.readByte(second + layout.destructor()) == layout.hugeDestructor();
            }
            return layout.hugeFlag() != 0 && (memory.readLong(second + layout.flags()) & layout.hugeFlag()) != 0;
        } catch (MemoryFaultException notThere) {
            return false;
        }
    }
}
