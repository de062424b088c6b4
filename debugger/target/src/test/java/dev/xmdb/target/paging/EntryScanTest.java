package dev.xmdb.target.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.ImageOf;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryScanTest {
    private static final long P = 0x67;
    private static final int FRAMES = 64;
    private static final int ENTRIES = 512;
    private static final long MOST_REPEATED = 1 << 19;

    private final List<Long> found = new ArrayList<>();

    private static long at(long frame) {
        return (frame << 12) | P;
    }

    private EntryScan.Report scan(ImageOf image, String flags, long most) {
        return EntryScan.scan(
                image,
                PageTableRoot.of(0x1000, PagingMode.LONG_4_LEVEL, image.kind()),
                EntryFilter.parse(flags, 0, false),
                0,
                -1,
                (address, level, entry, bits) -> {
                    found.add(address);
                    return found.size() < most;
                },
                Effort.UNWATCHED);
    }

    private static ImageOf everyEntry(ImageOf image, long table, long to) {
        for (int index = 0; index < ENTRIES; index++) {
            image.entry(table, index, at(to));
        }
        return image;
    }

    /** Three levels that each lead to one table 512 times, the last of which maps 512 pages: 2^36 pages. */
    private static ImageOf endless(int frames) {
        ImageOf image = ImageOf.hvm(frames);
        for (int table = 1; table <= 4; table++) {
            everyEntry(image, table, table + 1L);
        }
        return image.page(5);
    }

    @Test
    void entriesComeInTheOrderOfAddresses() {
        ImageOf image = ImageOf.hvm(FRAMES)
                .entry(1, 0, at(2))
                .entry(1, 511, at(2))
                .entry(2, 1, at(3))
                .entry(3, 2, at(4))
                .entry(4, 3, at(5))
                .page(5);
        EntryScan.Report report = scan(image, "present", Long.MAX_VALUE);
        assertThat(found).containsExactly(0x40403000L, 0xffffff8040403000L);
        assertThat(report.faults()).isEmpty();
        assertThat(report.tables()).isEqualTo(7);
    }

    @Test
    void tablesThatAreUsedAgainAndAgainArePassedOver() {
        EntryScan.Report report = scan(endless(256), "present", Long.MAX_VALUE);
        assertThat(found.size()).isEqualTo((int) MOST_REPEATED + ENTRIES);
        assertThat(report.faults())
                .containsExactly(
                        "the level 0 page table of 80200000, pfn 0x4, was used before, and 524288 entries were found in "
                                + "such tables: they are passed over from here on");
    }

    @Test
    void noMoreIsFoundThanAnImageOfItsSizeHas() {
        ImageOf image = endless(FRAMES);
        EntryScan.Report report = scan(image, "present", Long.MAX_VALUE);
        long most = MOST_REPEATED + 4 * (image.bytes().byteSize() / 4096);
        assertThat(found.size()).isEqualTo((int) most);
        assertThat(report.faults())
                .containsExactly("nothing is looked for from " + Long.toHexString(most * 4096) + " on: " + most
                        + " entries were found before it, more than page tables of an image of this size have");
    }

    @Test
    void theyArePassedOverAlsoWhenNothingInThemIsLookedFor() {
        EntryScan.Report report = scan(endless(FRAMES), "foreign", Long.MAX_VALUE);
        assertThat(found).isEmpty();
        assertThat(report.faults()).singleElement().asString().endsWith("there were 1048576 before it");
    }

    @Test
    void aTableThatIsItsOwnEntryEnds() {
        ImageOf image = ImageOf.hvm(FRAMES).entry(1, 5, at(1));
        EntryScan.Report report = scan(image, "present", Long.MAX_VALUE);
        assertThat(found).containsExactly((5L << 39) | (5L << 30) | (5L << 21) | (5L << 12));
        assertThat(report.faults()).isEmpty();
    }

    @Test
    void tablesThatAreNotThereAreCountedWhenTheyAreMany() {
        ImageOf image = everyEntry(ImageOf.hvm(FRAMES), 1, 0x999999);
        EntryScan.Report report = scan(image, "present", Long.MAX_VALUE);
        assertThat(report.faults()).hasSize(17).endsWith("496 more page tables could not be gone through");
        assertThat(report.faults().getFirst())
                .isEqualTo("the level 2 page table of 0, pfn 0x999999, is not in the image");
    }

    @Test
    void aScanEndsWhenNoMoreIsWanted() {
        EntryScan.Report report = scan(endless(FRAMES), "present", 3);
        assertThat(found).hasSize(3);
        assertThat(report.faults()).isEmpty();
    }
}
