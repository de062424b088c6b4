package dev.xmdb.target.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.target.ImageOf;
import dev.xmdb.target.paging.Translation.Outcome;
import dev.xmdb.target.paging.Translation.Step;
import org.junit.jupiter.api.Test;

class PageTablesTest {
    private static final long P = 0x67;
    private static final long PS = 0x80;

    private static PageTables tables(DomainImage image, long cr3, PagingMode mode) {
        return new PageTables(image, PageTableRoot.of(cr3, mode, image.kind()), true);
    }

    private static long at(long frame) {
        return (frame << 12) | P;
    }

    private static ImageOf pv64() {
        return ImageOf.pv(8, 16)
                .entry(0x5000, 511, at(0x4fff))
                .entry(0x4fff, 510, at(0x777))
                .entry(0x777, 8, at(0x1f3))
                .entry(0x1f3, 1, at(0x456))
                .page(0x456);
    }

    @Test
    void aFourLevelWalkShowsEveryStep() {
        ImageOf image = pv64();
        Translation walk = tables(image, 0x5000000, PagingMode.LONG_4_LEVEL).translate(0xffffffff81001234L);
        assertThat(walk.rootFrame()).isEqualTo(0x5000);
        assertThat(walk.steps())
                .containsExactly(
                        new Step(4, 0x5000, 511, 0x4fff067, image.fileOffset(0x5000) + 511 * 8),
                        new Step(3, 0x4fff, 510, 0x777067, image.fileOffset(0x4fff) + 510 * 8),
                        new Step(2, 0x777, 8, 0x1f3067, image.fileOffset(0x777) + 8 * 8),
                        new Step(1, 0x1f3, 1, 0x456067, image.fileOffset(0x1f3) + 8));
        assertThat(walk.outcome()).isEqualTo(new Outcome.Mapped(0x456, 12, image.fileOffset(0x456) + 0x234));
        assertThat(walk.reason()).isEqualTo("maps mfn 0x456 (4 KiB page)");
    }

    @Test
    void aFiveLevelWalkStartsOneLevelHigher() {
        ImageOf image = ImageOf.hvm(16)
                .entry(1, 272, at(2))
                .entry(2, 0, at(3))
                .entry(3, 0, at(4))
                .entry(4, 0, at(5))
                .entry(5, 0, at(6))
                .page(6);
        Translation walk = tables(image, 0x1000, PagingMode.LONG_5_LEVEL).translate(0xff10000000000000L);
        assertThat(walk.steps()).extracting(Step::level).containsExactly(5, 4, 3, 2, 1);
        assertThat(walk.steps()).extracting(Step::index).containsExactly(272, 0, 0, 0, 0);
        assertThat(walk.outcome()).isEqualTo(new Outcome.Mapped(6, 12, image.fileOffset(6)));
    }

    @Test
    void aFoldedRootOfAPvPaeGuestIsUnfolded() {
        ImageOf image = ImageOf.pv(4, 16)
                .entry(0x123456, 3, (0xabcL << 12) | 1)
                .entry(0xabc, 0, at(0xabd))
                .entry(0xabd, 257, at(0x800000))
                .page(0x800000);
        Translation walk = tables(image, 0x23456001, PagingMode.PAE).translate(0xc0101234L);
        assertThat(walk.rootFrame()).isEqualTo(0x123456);
        assertThat(walk.steps()).extracting(Step::index).containsExactly(3, 0, 257);
        assertThat(walk.outcome()).isEqualTo(new Outcome.Mapped(0x800000, 12, image.fileOffset(0x800000) + 0x234));
        assertThat(PageTableRoot.of(0xabcde000L, PagingMode.PAE, image.kind()).frame())
                .isEqualTo(0xabcde);
    }

    @Test
    void aNativePaeRootIsAlignedTo32Bytes() {
        ImageOf image = ImageOf.hvm(16)
                .put(1, 0xfe0 + 3 * 8, (2L << 12) | 1)
                .entry(2, 0, at(3))
                .entry(3, 257, at(4))
                .page(4);
        Translation walk = tables(image, 0x1ff8, PagingMode.PAE).translate(0xc0101234L);
        assertThat(walk.steps().getFirst()).isEqualTo(new Step(3, 1, 3, 0x2001, image.fileOffset(1) + 0xfe0 + 3 * 8));
        assertThat(walk.outcome()).isEqualTo(new Outcome.Mapped(4, 12, image.fileOffset(4) + 0x234));
    }

    @Test
    void aTwoLevelWalkHasFourByteEntries() {
        ImageOf image = ImageOf.pv(4, 16)
                .putInt(0x10, 768 * 4, at(0x11))
                .putInt(0x11, 257 * 4, at(0x12))
                .page(0x12);
        Translation walk = tables(image, 0x10000, PagingMode.LEGACY_32).translate(0xc0101234L);
        assertThat(walk.steps()).extracting(Step::index).containsExactly(768, 257);
        assertThat(walk.outcome()).isEqualTo(new Outcome.Mapped(0x12, 12, image.fileOffset(0x12) + 0x234));
    }

    @Test
    void aFourMegabytePageTakesItsHighBitsFromPse36() {
        // Address bits 39-32 are 0x12 (entry bits 20-13), bits 31-22 are 0x40000000; PAT (bit 12) is no part of it.
        long entry = 0x40000000L | (0x12L << 13) | (1 << 12) | PS | P;
        long frame = 0x1240000L + 0x101;
        ImageOf image = ImageOf.hvm(16).putInt(1, 768 * 4, entry).page(frame);
        Translation walk = tables(image, 0x1000, PagingMode.LEGACY_32).translate(0xc0101234L);
        assertThat(walk.outcome()).isEqualTo(new Outcome.Mapped(frame, 22, image.fileOffset(frame) + 0x234));
    }

    @Test
    void thePageSizeBitOfATwoLevelTableCountsOnlyWithPse() {
        ImageOf image =
                ImageOf.hvm(16).putInt(1, 0, at(2) | PS).putInt(2, 0, at(3)).page(3);
        var root = PageTableRoot.of(0x1000, PagingMode.LEGACY_32, image.kind());
        assertThat(new PageTables(image, root, false).translate(8).outcome())
                .isEqualTo(new Outcome.Mapped(3, 12, image.fileOffset(3) + 8));
    }

    @Test
    void thePatBitOfATwoMegabytePageIsNoPartOfItsFrame() {
        for (long entry : new long[] {0x402001e7L, 0x402011e7L}) {
            ImageOf image = ImageOf.hvm(16)
                    .entry(1, 0, at(2))
                    .entry(2, 0, at(3))
                    .entry(3, 1, entry)
                    .page(0x40200 + 0x145);
            Translation walk = tables(image, 0x1000, PagingMode.LONG_4_LEVEL).translate(0x345678);
            assertThat(walk.outcome()).isEqualTo(new Outcome.Mapped(0x40345, 21, image.fileOffset(0x40345) + 0x678));
            assertThat(walk.reason()).isEqualTo("maps pfn 0x40345 (2 MiB page)");
        }
    }

    @Test
    void aGigabytePageIsFollowedToItsFrame() {
        ImageOf image = ImageOf.hvm(16)
                .entry(1, 0, at(2))
                .entry(2, 1, 0x4000_0000L | PS | P | (1 << 12))
                .page(0x40000 + 0x3ffff)
                .page(0x40000 + 0x3fe00);
        PageTables tables = tables(image, 0x1000, PagingMode.LONG_4_LEVEL);
        assertThat(tables.translate(0x7fffffffL).outcome())
                .isEqualTo(new Outcome.Mapped(0x7ffff, 30, image.fileOffset(0x7ffff) + 0xfff));
        assertThat(tables.translate(0x7fe00000L).outcome())
                .isEqualTo(new Outcome.Mapped(0x7fe00, 30, image.fileOffset(0x7fe00)));
    }

    @Test
    void noGigabytePagesUnderPae() {
        ImageOf image = ImageOf.hvm(16).entry(1, 0, 0x2000 | PS | 1).page(2);
        Translation walk = tables(image, 0x1000, PagingMode.PAE).translate(0);
        assertThat(walk.outcome()).isEqualTo(new Outcome.ReservedBit(3));
    }

    @Test
    void withoutPagingVirtualIsPhysical() {
        ImageOf image = ImageOf.hvm(4).page(0xabcde);
        PageTables tables = tables(image, 0, PagingMode.UNPAGED);
        assertThat(tables.translate(0xabcde123L).outcome())
                .isEqualTo(new Outcome.Mapped(0xabcde, 12, image.fileOffset(0xabcde) + 0x123));
        assertThat(tables.translate(0xabcde123L).steps()).isEmpty();
        assertThat(tables.translate(0x1000).reason()).isEqualTo("pfn 0x1 is not in image");
    }

    @Test
    void anEntryThatIsNotPresentIsNamedWithItsPlace() {
        ImageOf image = ImageOf.pv(8, 16)
                .entry(0x5000, 0, at(0x4fff))
                .entry(0x4fff, 0, at(0x1f3))
                .entry(0x1f3, 5, ~1L);
        Translation walk = tables(image, 0x5000000, PagingMode.LONG_4_LEVEL).translate(5L << 21);
        assertThat(walk.outcome()).isEqualTo(new Outcome.NotPresent(2));
        // Third page of the file: 0x3000 + 2 * 0x1000 + 5 * 8.
        assertThat(walk.reason()).isEqualTo("L2 entry not present (table mfn 0x1f3, index 0x5, file offset 0x5028)");
    }

    @Test
    void aPageThatIsNotInTheImageIsNamed() {
        ImageOf image = pv64().entry(0x1f3, 2, at(0x99999));
        Translation walk = tables(image, 0x5000000, PagingMode.LONG_4_LEVEL).translate(0xffffffff81002000L);
        assertThat(walk.outcome()).isEqualTo(new Outcome.FrameNotInImage(0x99999, 12, FrameAbsence.NOT_IN_IMAGE));
        assertThat(walk.reason()).isEqualTo("L1 maps mfn 0x99999, which is not in image");
    }

    @Test
    void aTableThatIsNotInTheImageIsNamedWithTheEntryThatNamedIt() {
        ImageOf image = pv64().entry(0x777, 9, at(0x99999));
        Translation walk = tables(image, 0x5000000, PagingMode.LONG_4_LEVEL).translate(0xffffffff81201000L);
        assertThat(walk.outcome()).isEqualTo(new Outcome.TableNotInImage(1, 0x99999, FrameAbsence.NOT_IN_IMAGE));
        assertThat(walk.reason())
                .isEqualTo("L1 table mfn 0x99999 is not in image, named by L2 entry"
                        + " (table mfn 0x777, index 0x9, file offset 0x5048)");
        assertThat(tables(image, 0x77777000, PagingMode.LONG_4_LEVEL)
                        .translate(0)
                        .reason())
                .isEqualTo("root table mfn 0x77777 is not in image");
    }

    @Test
    void thePageSizeBitIsReservedInTheRoot() {
        ImageOf image = ImageOf.hvm(16).entry(1, 0, 0x2000 | PS | P).page(2);
        Translation walk = tables(image, 0x1000, PagingMode.LONG_4_LEVEL).translate(0);
        assertThat(walk.outcome()).isEqualTo(new Outcome.ReservedBit(4));
        assertThat(walk.reason()).startsWith("L4 entry has the page-size bit, reserved at this level (table pfn 0x1,");
    }

    @Test
    void aRootThatPointsToItselfEndsAfterFourLevels() {
        ImageOf image = ImageOf.hvm(2).entry(1, 0, at(1));
        Translation walk = tables(image, 0x1000, PagingMode.LONG_4_LEVEL).translate(0x10);
        assertThat(walk.steps()).hasSize(4);
        assertThat(walk.outcome()).isEqualTo(new Outcome.Mapped(1, 12, image.fileOffset(1) + 0x10));
    }

    @Test
    void enumeratingASelfMapTerminates() {
        ImageOf image = ImageOf.hvm(2);
        for (int i = 0; i < 512; i++) {
            image.entry(1, i, at(1));
        }
        PageTables tables = tables(image, 0x1000, PagingMode.LONG_4_LEVEL);
        assertThat(tables.nextReadable(0xffffffff80000000L, 0xffffffffc0000000L))
                .isEqualTo(0xffffffff80000000L);
        image.entry(1, 511, 0);
        assertThat(tables.nextReadable(0xffffffff80000000L, 0xffffffffc0000000L))
                .isEqualTo(0xffffffffc0000000L);
    }

    @Test
    void holesAreSkippedByTheTable() {
        ImageOf image =
                pv64().entry(0x1f3, 2, at(0x99999)).entry(0x1f3, 7, at(0x457)).page(0x457);
        PageTables tables = tables(image, 0x5000000, PagingMode.LONG_4_LEVEL);
        long end = 0xffffffffc0000000L;
        assertThat(tables.nextReadable(0xffffffff80000000L, end)).isEqualTo(0xffffffff81001000L);
        assertThat(tables.nextReadable(0xffffffff81002000L, end)).isEqualTo(0xffffffff81007000L);
        assertThat(tables.nextReadable(0xffffffff81008000L, end)).isEqualTo(end);
        assertThat(tables.nextReadable(0xffffffffffff0000L, -1)).isEqualTo(-1);
    }

    @Test
    void addressesOutsideTheModeAreNotWalked() {
        ImageOf image = pv64();
        assertThat(tables(image, 0x5000000, PagingMode.LONG_4_LEVEL)
                        .translate(0x800000000000L)
                        .reason())
                .isEqualTo("not canonical");
        assertThat(tables(image, 0x5000000, PagingMode.LONG_5_LEVEL)
                        .translate(0x0100000000000000L)
                        .outcome())
                .isEqualTo(new Outcome.NonCanonical());
        assertThat(tables(image, 0x5000000, PagingMode.LONG_5_LEVEL)
                        .translate(0x800000000000L)
                        .outcome())
                .isNotEqualTo(new Outcome.NonCanonical());
        assertThat(tables(image, 0x5000000, PagingMode.PAE)
                        .translate(0x100000000L)
                        .reason())
                .isEqualTo("not a 32-bit address");
    }

    @Test
    void theHypervisorsRangeInA64BitPvGuestIsNamed() {
        PageTables tables = tables(pv64(), 0x5000000, PagingMode.LONG_4_LEVEL);
        assertThat(tables.translate(0xffff800000000000L).reason())
                .isEqualTo("hypervisor range (read-only machine-to-physical table)");
        assertThat(tables.translate(0xffff803fffffffffL).reason()).contains("machine-to-physical");
        assertThat(tables.translate(0xffff804000000000L).reason()).isEqualTo("hypervisor range (private to Xen)");
        assertThat(tables.translate(0xffff87ffffffffffL).reason()).isEqualTo("hypervisor range (private to Xen)");
        assertThat(tables.translate(0xffff880000000000L).outcome()).isEqualTo(new Outcome.NotPresent(4));
    }

    @Test
    void theHypervisorsRangeInA32BitPvGuestIsNamedWhereTheGuestHasNothing() {
        ImageOf image = ImageOf.pv(4, 16)
                .entry(0x10, 3, (0x11L << 12) | 1)
                .entry(0x11, 0x1ad, at(0x12))
                .entry(0x12, 0, at(0x13))
                .page(0x13);
        PageTables tables = tables(image, 0x10000, PagingMode.PAE);
        // The guest's own mapping in the range, as under a 64-bit hypervisor: L2 index 0x1ad is f5a00000.
        assertThat(tables.translate(0xf5a00004L).readable()).isTrue();
        assertThat(tables.translate(0xf5800000L).reason()).contains("read-only machine-to-physical table");
        assertThat(tables.translate(0xf6800000L).reason()).contains("private to Xen");
        assertThat(tables.translate(0xf5700000L).outcome()).isEqualTo(new Outcome.NotPresent(2));
        PageTables twoLevels = tables(ImageOf.pv(4, 4).page(1), 0x1000, PagingMode.LEGACY_32);
        assertThat(twoLevels.translate(0xfc000000L).reason()).contains("read-only machine-to-physical table");
        assertThat(twoLevels.translate(0xfbffffffL).outcome()).isEqualTo(new Outcome.NotPresent(2));
    }

    @Test
    void anHvmGuestOwnsItsWholeAddressSpace() {
        ImageOf image = ImageOf.hvm(4).page(1);
        assertThat(tables(image, 0x1000, PagingMode.LONG_4_LEVEL)
                        .translate(0xffff800000000000L)
                        .outcome())
                .isEqualTo(new Outcome.NotPresent(4));
    }
}
