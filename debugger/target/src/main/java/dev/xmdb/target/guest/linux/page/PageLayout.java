package dev.xmdb.target.guest.linux.page;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a {@code struct page} has what, in bytes, and how to read it.
 *
 * @param size its bytes
 * @param flags the word of flags
 * @param compound the word that leads a tail page to its head: {@code compound_head}, {@code compound_info} since 7.1
 * @param masks whether that word may be a mask to be applied to the tail's own address (7.1 and later)
 * @param mapping what the page belongs to
 * @param index where in it
 * @param own the word {@code private}, a free block's order
 * @param mapcount the mapcount, or the type in its place
 * @param refcount the number of references
 * @param order in a compound page's second page: its order, a byte; {@link #LOW_FLAGS} when it is the flags' low byte (6.6 and later)
 * @param destructor in a compound page's second page: what frees it, a byte; {@link #NONE} from 6.6 on
 * @param hugeFlag the second page's flag that makes a huge page (6.6 to 6.8); 0 otherwise
 * @param hugeDestructor the destructor that makes one
 * @param wholeMapcount mappings of a whole compound page, from the first page's beginning; {@link #NONE} when not known
 * @param bits names of the flags
 * @param types encoding of types
 */
public record PageLayout(
        int size,
        int flags,
        int compound,
        boolean masks,
        int mapping,
        int index,
        int own,
        int mapcount,
        int refcount,
        int order,
        int destructor,
        long hugeFlag,
        int hugeDestructor,
        int wholeMapcount,
        PageFlags bits,
        PageTypes types) {
    /** For an offset: there is no such member. */
    public static final int NONE = -1;

    /** For {@link #order}: the low byte of the second page's flags. */
    public static final int LOW_FLAGS = -2;

    private static final int SMALLEST = 32;
    private static final int LARGEST = 1024;
    private static final int HUGETLB_DTOR = 2;

    /**
     * A guest's layout.
     *
     * @throws TypeDataException when neither the kernel's notes nor its types tell it
     */
    public static PageLayout of(LinuxGuest guest) {
        return guest.kept(PageLayout.class, () -> read(guest.types(), guest.coreInfo()));
    }

    static PageLayout read(Types types, Optional<VmCoreInfo> info) {
        return new Reading(types, info).layout();
    }

    private record Reading(Types types, Optional<VmCoreInfo> info) {
        PageLayout layout() {
            PageFlags bits = PageFlags.of(types, info);
            long size = info.map(notes -> notes.size("page"))
                    .orElseGet(OptionalLong::empty)
                    .orElseGet(() -> types.layout("struct page").size());
            if (size < SMALLEST || size > LARGEST || size % Long.BYTES != 0) {
                throw new TypeDataException("struct page of " + size + " bytes: none is that large");
            }
            int flags = offset("flags").orElse(0);
            int mapping = needed("mapping");
            boolean power = Long.bitCount(size) == 1;
            return new PageLayout(
                    (int) size,
                    flags,
                    offset("compound_head").or(() -> offset("compound_info")).orElse(Long.BYTES),
                    power && offset("compound_info").isPresent() && has("struct zone", "vmemmap_tails", true),
                    mapping,
                    offset("index").or(() -> offset("__folio_index")).orElse(mapping + Long.BYTES),
                    needed("private"),
                    needed("_mapcount"),
                    needed("_refcount"),
                    order(),
                    destructor(),
                    hugeFlag(),
                    info.map(notes -> notes.number("HUGETLB_PAGE_DTOR").orElse(HUGETLB_DTOR))
                            .orElse((long) HUGETLB_DTOR)
                            .intValue(),
                    wholeMapcount((int) size),
                    bits,
                    PageTypes.of(types, info));
        }

        /** 4.14 to 6.2 have a byte in the second page, 6.3 to 6.5 the same in what a folio makes of it. */
        private int order() {
            return offset("compound_order")
                    .or(() -> folio("_folio_order"))
                    .orElse(
                            has("struct folio", "_flags_1", false) || tells("PG_hugetlb") || tells("PAGE_HUGETLB")
                                    ? LOW_FLAGS
                                    : NONE);
        }

        private int destructor() {
            return offset("compound_dtor").or(() -> folio("_folio_dtor")).orElse(NONE);
        }

        private long hugeFlag() {
            return info.flatMap(notes -> notes.value("NUMBER(PG_hugetlb)").map(text -> notes.number("PG_hugetlb")))
                    .filter(OptionalLong::isPresent)
                    .map(OptionalLong::getAsLong)
                    .filter(bit -> bit >= 0 && bit < Long.SIZE)
                    .map(bit -> 1L << bit)
                    .orElse(0L);
        }

        private int wholeMapcount(int size) {
            return offset("compound_mapcount")
                    .map(at -> at + size)
                    .or(() -> structure("struct folio")
                            .flatMap(folio -> folio.find("_entire_mapcount"))
                            .map(member -> (int) member.offset()))
                    .orElse(NONE);
        }

        private boolean tells(String prefix) {
            return info.map(notes ->
                            notes.values().keySet().stream().anyMatch(key -> key.startsWith("NUMBER(" + prefix)))
                    .orElse(false);
        }

        private boolean has(String type, String member, boolean otherwise) {
            return structure(type).map(layout -> layout.has(member)).orElse(otherwise);
        }

        private Optional<StructLayout> structure(String name) {
            return types.find(name).map(type -> types.layout(name));
        }

        /** A member of a folio that lies in its second page, as an offset in that page. */
        private Optional<Integer> folio(String member) {
            return structure("struct folio")
                    .flatMap(folio -> folio.find(member))
                    .map(found -> (int) (found.offset()
                            - structure("struct page").map(StructLayout::size).orElse(0L)));
        }

        private int needed(String member) {
            return offset(member)
                    .orElseThrow(() -> new TypeDataException(
                            "struct page has no member " + member + " that the kernel's notes or types tell of"));
        }

        private Optional<Integer> offset(String member) {
            OptionalLong noted =
                    info.map(notes -> notes.offset("page." + member)).orElseGet(OptionalLong::empty);
            Optional<Long> found = noted.isPresent()
                    ? Optional.of(noted.getAsLong())
                    : structure("struct page")
                            .flatMap(page -> page.find(member))
                            .map(Member::offset);
            return found.filter(at -> at >= 0 && at < LARGEST).map(Long::intValue);
        }
    }
}
