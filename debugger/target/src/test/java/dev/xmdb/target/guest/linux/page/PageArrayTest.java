package dev.xmdb.target.guest.linux.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Page structures written word by word, in the forms of kernels that no image is of. */
final class PageArrayTest {
    private static final long ARRAY = 0xffff_ea00_0000_0000L;
    private static final long MAPPING = 0xffff_8880_0123_4500L;
    private static final int SIZE = 64;
    private static final int FRAMES = 1024;
    private static final long HEAD = 1L << 6;
    private static final long LRU = 1L << 5;
    private static final long RESERVED = 1L << 13;
    private static final long SWAPBACKED = 1L << 18;
    private static final int NO_TYPE = -1;

    private final MemoryOf memory = new MemoryOf(Long.BYTES);

    private static PageFlags flags() {
        Map<String, Integer> bits = new LinkedHashMap<>();
        bits.put("lru", 5);
        bits.put("head", 6);
        bits.put("reserved", 13);
        bits.put("swapbacked", 18);
        return new PageFlags(bits, 23);
    }

    private PageArray pages(PageTypes types, boolean masks, long hugeFlag) {
        for (int pfn = 0; pfn < FRAMES; pfn++) {
            memory.put(ARRAY + (long) pfn * SIZE, SIZE, 0);
            memory.put(ARRAY + (long) pfn * SIZE + 48, 4, NO_TYPE);
        }
        var layout = new PageLayout(
                SIZE,
                0,
                8,
                masks,
                24,
                32,
                40,
                48,
                52,
                PageLayout.LOW_FLAGS,
                PageLayout.NONE,
                hugeFlag,
                2,
                PageLayout.NONE,
                flags(),
                types);
        return new PageArray(
                memory,
                layout,
                ARRAY,
                FRAMES,
                new Sections(List.of(new Sections.Section(0, 0, FRAMES)), List.of()),
                CpuFreePages.none());
    }

    private void page(long pfn, long flags, int type, int refcount) {
        memory.word(ARRAY + pfn * SIZE, flags);
        memory.put(ARRAY + pfn * SIZE + 48, 4, type);
        memory.put(ARRAY + pfn * SIZE + 52, 4, refcount);
    }

    private void compound(long pfn, long word) {
        memory.word(ARRAY + pfn * SIZE + 8, word);
    }

    @Test
    void typesSince612TellThePageKind() {
        PageArray pages = pages(PageTypes.since612(), false, 0);
        page(0, 0, 0xf5ff_ffff, 1);
        page(1, 0, 0xf2ff_ffff, 1);
        page(2, 0, 0xf1ff_ffff, 1);
        page(3, 0, 0xf3ff_ffff, 1);
        page(4, 0, 0xf4ff_ffff, 1);
        page(5, 0, 0xf6ff_ffff, 1);
        page(6, 0, 0xf7ff_ffff, 1);
        page(7, HEAD, 0xf8ff_ffff, 1);
        page(8, RESERVED, NO_TYPE, 1);
        page(9, 0, NO_TYPE, 1);
        assertThat(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L).stream()
                        .map(pfn -> pages.page(pfn).kind()))
                .containsExactly(
                        PageKind.SLAB,
                        PageKind.PAGE_TABLE,
                        PageKind.OFFLINE,
                        PageKind.GUARD,
                        PageKind.HUGETLB,
                        PageKind.ZSMALLOC,
                        PageKind.UNACCEPTED,
                        PageKind.LARGE_KMALLOC,
                        PageKind.RESERVED,
                        PageKind.KERNEL);
    }

    @Test
    void aFreeBlockIsOneRunAndItsPagesKnowIt() {
        PageArray pages = pages(PageTypes.since612(), false, 0);
        page(16, 0, 0xf000_0000, 0);
        memory.word(ARRAY + 16 * SIZE + 40, 3);
        assertThat(pages.page(16).order()).isEqualTo(3);
        assertThat(pages.page(21).kind()).isEqualTo(PageKind.FREE);
        assertThat(pages.page(21).head()).isEqualTo(16);
        assertThat(pages.page(24).kind()).isEqualTo(PageKind.KERNEL);
        assertThat(PageTally.of(pages, Effort.UNWATCHED).of(PageKind.FREE)).isEqualTo(8);
    }

    @Test
    void anOrderThatIsNoneFreesOnePageOnly() {
        PageArray pages = pages(PageTypes.since612(), false, 0);
        page(16, 0, 0xf000_0000, 0);
        memory.word(ARRAY + 16 * SIZE + 40, 0x4141_4141_4141_4141L);
        page(33, 0, 0xf000_0000, 0);
        memory.word(ARRAY + 33 * SIZE + 40, 5);
        assertThat(PageTally.of(pages, Effort.UNWATCHED).of(PageKind.FREE)).isEqualTo(2);
        assertThat(PageTally.of(pages, Effort.UNWATCHED).total()).isEqualTo(FRAMES);
    }

    @Test
    void laterPagesAreOfTheKindOfTheFirstOneThatTheyPointTo() {
        PageArray pages = pages(PageTypes.since612(), false, 0);
        page(64, HEAD, 0xf5ff_ffff, 1);
        page(65, 2, NO_TYPE, 0);
        compound(65, ARRAY + 64 * SIZE + 1);
        compound(66, ARRAY + 64 * SIZE + 1);
        assertThat(pages.page(64).order())
                .as("the low byte of the second page's flags")
                .isEqualTo(2);
        assertThat(pages.page(66).kind()).isEqualTo(PageKind.SLAB);
        assertThat(pages.page(66).head()).isEqualTo(64);
        assertThat(PageTally.of(pages, Effort.UNWATCHED).of(PageKind.SLAB)).isEqualTo(3);
    }

    @Test
    void since71LaterPagesMayHaveAMask() {
        PageArray pages = pages(PageTypes.since612(), true, 0);
        page(128, HEAD, 0xf5ff_ffff, 1);
        page(129, 3, NO_TYPE, 0);
        long mask = -(8L * SIZE) | 1;
        for (long pfn = 129; pfn < 136; pfn++) {
            compound(pfn, mask);
        }
        assertThat(pages.page(135).head()).isEqualTo(128);
        assertThat(pages.page(135).kind()).isEqualTo(PageKind.SLAB);
        assertThat(pages.page(136).head()).isEqualTo(136);
        assertThat(PageTally.of(pages, Effort.UNWATCHED).of(PageKind.SLAB)).isEqualTo(8);
    }

    @Test
    void aWordThatLeadsNowhereIsToldOfAndThePassGoesOn() {
        PageArray pages = pages(PageTypes.since612(), false, 0);
        page(40, 0, NO_TYPE, 1);
        compound(40, 0xffff_8880_0000_0041L);
        PageTally tally = PageTally.of(pages, Effort.UNWATCHED);
        assertThat(tally.total()).isEqualTo(FRAMES);
        assertThat(tally.problems())
                .containsExactly("page ffffea0000000a00 is part of a compound page that begins at none: its word is "
                        + "ffff888000000041");
        assertThat(pages.page(40).head()).isEqualTo(40);
    }

    @Test
    void anAddressOfAHeadThatIsMappedOnceMoreIsALaterPage() {
        PageArray pages = pages(PageTypes.since612(), false, 0);
        page(0, HEAD, 0xf4ff_ffff, 1);
        page(1, 9, NO_TYPE, 0);
        compound(1, ARRAY + 1);
        // The second page of structures, frames 64 to 127, is the first one once more.
        page(64, HEAD, 0xf4ff_ffff, 1);
        compound(65, ARRAY + 1);
        assertThat(pages.page(64).head()).isZero();
        assertThat(pages.page(64).kind()).isEqualTo(PageKind.HUGETLB);
    }

    @Test
    void aHugePageOf66HasAFlagInItsSecondStructure() {
        PageArray pages = pages(PageTypes.upTo610(), false, 1L << 8);
        page(512, HEAD, NO_TYPE, 1);
        page(513, (1L << 8) | 9, NO_TYPE, 0);
        page(256, HEAD, NO_TYPE, 1);
        page(257, 2, NO_TYPE, 0);
        assertThat(pages.page(512).kind()).isEqualTo(PageKind.HUGETLB);
        assertThat(pages.page(256).kind()).isEqualTo(PageKind.KERNEL);
        assertThat(pages.page(256).order()).isEqualTo(2);
    }

    @Test
    void theMappingTellsWhosePagesOfProcessesAre() {
        PageArray pages = pages(PageTypes.since612(), false, 0);
        var kinds = new ArrayList<PageKind>();
        for (long how = 0; how < 4; how++) {
            page(8 + how, LRU, 0, 2);
            memory.word(ARRAY + (8 + how) * SIZE + 24, MAPPING + how);
            memory.word(ARRAY + (8 + how) * SIZE + 32, 0x7fff0 + how);
            kinds.add(pages.page(8 + how).kind());
        }
        assertThat(kinds).containsExactly(PageKind.FILE, PageKind.ANON, PageKind.MOVABLE, PageKind.KSM);
        assertThat(pages.page(9).mapping()).isEqualTo(MAPPING);
        assertThat(pages.page(9).index()).isEqualTo(0x7fff1);
        assertThat(pages.page(9).mapcount()).isEqualTo(1);
        page(12, LRU | SWAPBACKED, 3, 2);
        memory.word(ARRAY + 12 * SIZE + 24, MAPPING);
        assertThat(pages.page(12).kind()).isEqualTo(PageKind.SHMEM);
        assertThat(pages.page(12).mapcount()).isEqualTo(4);
    }

    @Test
    void structuresThatAreNotInMemoryAreCounted() {
        PageArray pages = pages(PageTypes.since612(), false, 0);
        memory.lose(ARRAY + 4096);
        PageTally tally = PageTally.of(pages, Effort.UNWATCHED);
        assertThat(tally.total()).isEqualTo(FRAMES - 64);
        assertThat(tally.problems()).containsExactly("page structures of 64 frames are not in memory");
    }

    @Test
    void sectionsWithoutMemoryHaveNoPages() {
        long root = 0xffff_8880_0000_1000L;
        long table = 0xffff_8880_0000_2000L;
        long variable = 0xffff_ffff_8200_0000L;
        memory.word(variable, root).word(root, table).put(root + 8, 4088, 0).put(table, 4096, 0);
        memory.word(table, MAPPING | 3).word(table + 64, MAPPING | 7);
        Sections sections = Sections.read(memory, variable, 0x5_0000, 32, 0, 15);
        assertThat(sections.problems()).isEmpty();
        assertThat(sections.all())
                .containsExactly(
                        new Sections.Section(table, 0, 0x8000), new Sections.Section(table + 64, 0x1_0000, 0x1_8000));
        assertThat(sections.at(0x7fff)).isPresent();
        assertThat(sections.at(0x8000)).isEmpty();
        assertThat(sections.at(0x1_7fff)).isPresent();
        assertThat(sections.at(0x1_8000)).isEmpty();
    }
}
