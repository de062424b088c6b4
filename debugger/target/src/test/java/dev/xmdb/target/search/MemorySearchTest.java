package dev.xmdb.target.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.ImageOf;
import dev.xmdb.target.memory.FrameMemory;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class MemorySearchTest {
    private static final long P = 0x63;
    private static final long READ_ONLY = 0x61;
    private static final long WINDOW = Window.OWN;

    /** Some pages of physical memory, one behind the other in the file. */
    private static ImageOf pages(int count) {
        var image = ImageOf.hvm(count);
        for (int pfn = 0; pfn < count; pfn++) {
            image.page(pfn);
        }
        return image;
    }

    /**
     * Pages 0, 1 and 3 of the address space and its last one, which is page 1 too; page 3 cannot be written. In the file, page 1 lies
     * before page 0.
     */
    private static ImageOf mapped() {
        return ImageOf.hvm(16)
                .entry(1, 0, 0x2000 | P)
                .entry(2, 0, 0x3000 | P)
                .entry(3, 0, 0x4000 | P)
                .entry(4, 0, 0x9000 | P)
                .entry(4, 1, 0x8000 | P)
                .entry(4, 3, 0x7000 | READ_ONLY)
                .entry(1, 511, 0x5000 | P)
                .entry(5, 511, 0x6000 | P)
                .entry(6, 511, 0xa000 | P)
                .entry(10, 511, 0x8000 | P)
                .page(7)
                .page(8)
                .page(9);
    }

    private static PageTableRoot root(ImageOf image) {
        return PageTableRoot.of(0x1000, PagingMode.LONG_4_LEVEL, image.kind());
    }

    private static MappedMemory memory(ImageOf image) {
        return MappedMemory.of(image, root(image), false);
    }

    private static List<Long> virtual(ImageOf image, SearchPattern pattern) {
        return Searching.addresses(memory(image), List.of(SearchRange.ALL), pattern);
    }

    @Test
    void aValueIsFoundWhereItsAddressIsAMultipleOfItsSize() {
        var image = pages(2).put(0, 0x10, 0x1122334455667788L).put(1, 0x21, 0x1122334455667788L);
        assertThat(Searching.physical(image, ValuePattern.exactly(0x1122334455667788L, 8)))
                .containsExactly(0x10L);
        assertThat(Searching.physical(image, new ValuePattern(0x1122334455667788L, 8, -1, 0, 1)))
                .containsExactly(0x10L, 0x1021L);
        assertThat(Searching.physical(image, ValuePattern.exactly(0x7788, 2))).containsExactly(0x10L);
        assertThat(Searching.physical(image, ValuePattern.exactly(0x55667788, 4)))
                .containsExactly(0x10L);
        assertThat(Searching.physical(image, ValuePattern.exactly(0x88, 1))).containsExactly(0x10L, 0x1021L);
    }

    @Test
    void aMaskSaysWhichBitsOfAValueCount() {
        var image =
                pages(1).putInt(0, 0x10, 0x12345678).putInt(0, 0x20, 0x1234ffff).putInt(0, 0x30, 0x12355678);
        assertThat(Searching.physical(image, new ValuePattern(0x12340000, 4, 0xffff0000L, 0, 4)))
                .containsExactly(0x10L, 0x20L);
    }

    @Test
    void aDistanceFindsTheValuesOfARangeWithoutItsEnd() {
        var image = pages(1).put(0, 8, 0x5000)
                .put(0, 0x18, 0x503f)
                .put(0, 0x28, 0x5040)
                .put(0, 0x38, 0x4fff);
        assertThat(Searching.physical(image, new ValuePattern(0x5000, 8, -1, 0x40, 8)))
                .containsExactly(8L, 0x18L);
    }

    @Test
    void bytesOfWhichSomeDigitsMayBeAny() {
        var image =
                pages(1).put(0, 0x101, 0x24448b48L).put(0, 0x203, 0x24548b48L).put(0, 0x305, 0x25448b48L);
        assertThat(Searching.physical(image, BytePattern.hexadecimal("48 8b ?? 24", 1)))
                .containsExactly(0x101L, 0x203L);
        assertThat(Searching.physical(image, BytePattern.hexadecimal("488b4?2?", 1)))
                .containsExactly(0x101L, 0x305L);
        assertThat(Searching.physical(image, BytePattern.hexadecimal("?4 2?", 1)))
                .containsExactly(0x103L, 0x205L, 0x307L);
    }

    @Test
    void textMayIgnoreCaseAndOverlapsItself() {
        var image = pages(1).text(0, 0x33, "Banana").text(0, 0x77, "bANANA[");
        assertThat(Searching.physical(image, BytePattern.text("ana", false, 1))).containsExactly(0x34L, 0x36L);
        assertThat(Searching.physical(image, BytePattern.text("ana", true, 1)))
                .containsExactly(0x34L, 0x36L, 0x78L, 0x7aL);
        assertThat(Searching.physical(image, BytePattern.text("ana{", true, 1))).isEmpty();
        assertThat(Searching.physical(image, BytePattern.text("ana", true, 4))).containsExactly(0x34L, 0x78L);
    }

    @Test
    void aMatchCrossesIntoAPageThatIsElsewhereInTheFile() {
        var image = mapped().text(9, 0xffd, "abc").text(8, 0, "def");
        assertThat(virtual(image, BytePattern.text("abcdef", false, 1))).containsExactly(0xffdL);
        assertThat(virtual(image, new RegexPattern("[a-f]+", false))).containsExactly(0xffdL, -0x1000L);
        assertThat(virtual(image, new ValuePattern(0x64636261, 4, -1, 0, 1))).containsExactly(0xffdL);
    }

    @Test
    void aMatchDoesNotCrossAHoleNorLeaveARange() {
        var image = mapped().text(8, 0xffd, "abc").text(7, 0, "def");
        assertThat(virtual(image, BytePattern.text("abcdef", false, 1))).isEmpty();
        assertThat(virtual(image, BytePattern.text("abc", false, 1))).containsExactly(0x1ffdL, -3L);
        var ranges = List.of(SearchRange.of(0x1ff0, 14), SearchRange.of(0x1fff, 0x2000));
        assertThat(Searching.addresses(memory(image), ranges, BytePattern.text("abc", false, 1)))
                .isEmpty();
        assertThat(Searching.addresses(memory(image), ranges, BytePattern.text("bc", false, 1)))
                .isEmpty();
        assertThat(Searching.addresses(memory(image), ranges, BytePattern.text("def", false, 1)))
                .containsExactly(0x3000L);
    }

    @Test
    void rangesThatOverlapAreSearchedOnceAndInOrder() {
        var image = pages(2).text(0, 0x10, "xy").text(1, 0x10, "xy");
        var ranges = List.of(SearchRange.of(0x1000, 0x100), SearchRange.of(0, 0x20), SearchRange.of(0x8, 0x80));
        assertThat(Searching.addresses(new PhysicalMemory(image), ranges, BytePattern.text("xy", false, 1)))
                .containsExactly(0x10L, 0x1010L);
    }

    @Test
    void aPageThatIsMappedTwiceIsFoundTwiceAndTheLastByteOfTheSpaceIsSearched() {
        var image = mapped().text(8, 0xfff, "!");
        assertThat(virtual(image, BytePattern.text("!", false, 1))).containsExactly(0x1fffL, -1L);
    }

    @Test
    void pagesThatCannotBeWrittenMayBeLeftOut() {
        var image = mapped().text(7, 0x20, "text").text(8, 0x20, "text");
        var writable = MappedMemory.of(image, root(image), true);
        assertThat(Searching.addresses(
                        writable, List.of(SearchRange.of(0, 0x10000)), BytePattern.text("text", false, 1)))
                .containsExactly(0x1020L);
    }

    @Test
    void aLargePageIsSearchedPageByPage() {
        var image = ImageOf.hvm(16)
                .entry(1, 0, 0x2000 | P)
                .entry(2, 0, 0x3000 | P)
                .entry(3, 1, 0x200000 | P | 0x80)
                .text(0x3ff, 0xffe, "la")
                .text(0x205, 0, "needle")
                .text(0x204, 0xfff, "a");
        assertThat(virtual(image, BytePattern.text("needle", false, 1))).containsExactly(0x205000L);
        assertThat(virtual(image, BytePattern.text("aneedle", false, 1))).containsExactly(0x204fffL);
        assertThat(virtual(image, BytePattern.text("la", false, 1))).containsExactly(0x3ffffeL);
    }

    @Test
    void matchesAcrossTheBordersOfPiecesAreFoundOnce() {
        var image = pages(140);
        long border = WINDOW;
        var expected = new ArrayList<Long>();
        for (int i = -12; i <= 0; i += 12) {
            long at = border + i + 6;
            image.text(at >>> 12, (int) at & 0xfff, "q");
            expected.add(at);
        }
        for (int i = 0; i < 6; i++) {
            long at = 2 * border - 3 + i;
            image.text(at >>> 12, (int) at & 0xfff, "needle".substring(i, i + 1));
        }
        assertThat(Searching.physical(image, BytePattern.text("q", false, 1))).isEqualTo(expected);
        assertThat(Searching.physical(image, BytePattern.text("needle", false, 1)))
                .containsExactly(2 * border - 3);
        assertThat(Searching.physical(image, new RegexPattern("[a-z]{2,}", false)))
                .containsExactly(2 * border - 3);
    }

    @Test
    void everyPatternIsFoundAsOftenAsAPlainScanFindsIt() {
        var random = new Random(7);
        var image = pages(200);
        for (int pfn = 0; pfn < 200; pfn++) {
            for (int at = 0; at < 4096; at += 8) {
                image.put(pfn, at, random.nextLong() & 0x0303_0303_0303_0303L);
            }
        }
        byte[] plain = new byte[200 * 4096];
        FrameMemory.physical(image, 8).read(0, plain, 0, plain.length);
        for (int round = 0; round < 40; round++) {
            int length = 1 + random.nextInt(12);
            byte[] wanted = new byte[length];
            int[] masks = new int[length];
            var hexadecimal = new StringBuilder();
            boolean any = false;
            for (int i = 0; i < length; i++) {
                wanted[i] = (byte) random.nextInt(4);
                masks[i] = i > 0 && random.nextInt(4) == 0 ? 0 : 0xff;
                any |= masks[i] != 0;
                hexadecimal.append(masks[i] == 0 ? "??" : String.format(Locale.ROOT, "%02x", wanted[i]));
            }
            assertThat(any).isTrue();
            var expected = new ArrayList<Long>();
            for (int at = 0; at + length <= plain.length; at++) {
                int i = 0;
                while (i < length && (masks[i] == 0 || plain[at + i] == wanted[i])) {
                    i++;
                }
                if (i == length) {
                    expected.add((long) at);
                }
            }
            assertThat(Searching.physical(image, BytePattern.hexadecimal(hexadecimal.toString(), 1)))
                    .as(hexadecimal.toString())
                    .isEqualTo(expected);
        }
    }

    @Test
    void aVirtualSearchReadsWhatMemoryReads() {
        var random = new Random(11);
        var image = mapped();
        for (int frame = 7; frame <= 9; frame++) {
            for (int at = 0; at < 4096; at += 8) {
                image.put(frame, at, random.nextLong() & 0x0101_0101_0101_0101L);
            }
        }
        var memory = new PagedMemory(image, new PageTables(image, root(image), true), 64);
        var expected = new ArrayList<Long>();
        for (long at = 0; at < 0x4000; at++) {
            if (memory.readable(at, 8) == 8 && memory.readLong(at) == 0x0100_0001_0001_0100L) {
                expected.add(at);
            }
        }
        assertThat(expected).hasSizeGreaterThan(5);
        assertThat(Searching.addresses(
                        memory(image),
                        List.of(SearchRange.of(0, 0x10000)),
                        new ValuePattern(0x0100_0001_0001_0100L, 8, -1, 0, 1)))
                .isEqualTo(expected);
    }

    @Test
    void whoHasEnoughIsToldNoMore() {
        var found = new ArrayList<Long>();
        var report = MemorySearch.search(
                new PhysicalMemory(pages(200)),
                List.of(SearchRange.ALL),
                ValuePattern.exactly(0, 8),
                (address, length) -> {
                    found.add(address);
                    return found.size() < 3;
                },
                Effort.UNWATCHED);
        assertThat(found).containsExactly(0L, 8L, 16L);
        assertThat(report.faults()).isEmpty();
    }

    @Test
    void aSearchEndsWhenNobodyWaitsForItEvenInTheMiddleOfAnExpression() {
        var image = pages(8);
        for (int pfn = 0; pfn < 8; pfn++) {
            image.text(pfn, 0, "a".repeat(4096));
        }
        long started = System.nanoTime();
        assertThatThrownBy(() -> MemorySearch.search(
                        new PhysicalMemory(image),
                        List.of(SearchRange.ALL),
                        new RegexPattern("(?:a?){40}(?:a|aa)*+b", false),
                        (address, length) -> true,
                        (what, done, total) -> {
                            if (System.nanoTime() - started > 300_000_000L) {
                                throw new CancellationException("enough");
                            }
                        }))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void anExpressionThatNeedsTooMuchStackFailsWithASentence() {
        var image = pages(64);
        for (int pfn = 0; pfn < 64; pfn++) {
            image.text(pfn, 0, "ab".repeat(2048));
        }
        assertThatThrownBy(() -> Searching.physical(image, new RegexPattern("(?:a|b)*c", false)))
                .isInstanceOf(SearchFailedException.class)
                .hasMessageContaining("repeats a group too often in the memory at 0");
    }

    @Test
    void tablesThatLeadIntoThemselvesEnd() {
        var image =
                ImageOf.hvm(4).entry(1, 0, 0x1000 | P).entry(1, 1, 0x2000 | P).text(2, 8, "loop");
        assertThat(virtual(image, BytePattern.text("loop", false, 1)))
                .isNotEmpty()
                .isSorted();
    }

    @Test
    void patternsThatMatchAnythingOrNothingAreRefused() {
        assertThatThrownBy(() -> BytePattern.hexadecimal("????", 1)).hasMessage("a pattern that matches anything");
        assertThatThrownBy(() -> BytePattern.hexadecimal("12 3", 1)).hasMessage("a byte has two digits: 12 3");
        assertThatThrownBy(() -> BytePattern.hexadecimal("1x", 1)).hasMessage("not a hexadecimal digit: x");
        assertThatThrownBy(() -> BytePattern.text("", false, 1)).hasMessageStartingWith("a pattern has 1 to 4096");
    }
}
