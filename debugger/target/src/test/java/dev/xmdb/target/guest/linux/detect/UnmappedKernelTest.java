package dev.xmdb.target.guest.linux.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.ImageOf;
import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.TablesOf;
import dev.xmdb.target.guest.linux.kallsyms.TablesOf.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels in physical memory, with no page table anywhere. */
class UnmappedKernelTest {
    private static final int PAGES = 1024;
    private static final long MANY = 1 << 18;
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    private final List<String> told = new ArrayList<>();

    /** An image with a kernel that was loaded {@code base} bytes from where it was linked to. */
    private static ImageOf image(Order order, long base, long written) {
        var tables = new TablesOf(order, true, 4, order != Order.PLACE_RELATIVE);
        MemoryOf memory = tables.write().word(TablesOf.PHYS_BASE, written);
        ImageOf image = ImageOf.hvm(PAGES);
        var pages = new ArrayList<>(List.of(TablesOf.BANNER & -4096, TablesOf.PHYS_BASE & -4096));
        for (long page = tables.range().start(); page < tables.range().end(); page += Frames.PAGE_SIZE) {
            pages.add(page);
        }
        for (long page : pages) {
            for (int at = 0; at < Frames.PAGE_SIZE && memory.readable(page + at, 8) == 8; at += 8) {
                image.put((page - KernelImage.START + base) >> Frames.PAGE_SHIFT, at, memory.readLong(page + at));
            }
        }
        return image;
    }

    private Optional<Sighting> find(ImageOf image, OptionalLong moved, VmCoreInfo... notes) {
        return new UnmappedKernel(image, moved, MANY).find(List.of(notes), told::add);
    }

    private static void isWhole(Optional<Sighting> seen) {
        assertThat(seen).hasValueSatisfying(kernel -> {
            assertThat(kernel.banner()).hasValue("Linux version 9.9.9 (nobody)");
            assertThat(kernel.symbols().valueOf("routine_12")).hasValue(TablesOf.BASE + 0x100 + 12 * 0x40);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "OFFSETS_FIRST, 3400000", // 4.6 to 6.3
        "OFFSETS_LAST, 3400000", // 6.4 to 6.19
        "PLACE_RELATIVE, 3400000", // 7.0
        "OFFSETS_LAST, -c00000",
        "PLACE_RELATIVE, -c00000",
        "PLACE_RELATIVE, 0"
    })
    void theTableOfSymbolsTellsWhereTheImageLies(Order order, String base) {
        isWhole(find(image(order, Long.parseLong(base, 16), Long.parseLong(base, 16)), UNKNOWN));
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith(
                        "no page tables of the kernel were found: its image and its map of all memory are read where they lie in "
                                + "physical memory (phys_base "
                                + Long.toHexString(Long.parseLong(base, 16)) + ")");
    }

    @Test
    void pagesThatAreNotThereAreNotCounted() {
        // Far behind 64 GiB of holes, and no more pages are looked at than the image has.
        long high = 0x40_0000_0000L;
        for (Order order : List.of(Order.OFFSETS_LAST, Order.PLACE_RELATIVE)) {
            ImageOf image = image(order, high, high);
            isWhole(new UnmappedKernel(image, UNKNOWN, image.statistics().present()).find(List.of(), told::add));
            assertThat(new UnmappedKernel(image, UNKNOWN, 1).find(List.of(), told::add))
                    .isEmpty();
        }
    }

    @Test
    void aKernelMayLieAcrossTheBordersOfWhatIsSearchedAtOnce() {
        for (long border = 0x2000_0000L; border <= 0x6000_0000L; border += 0x2000_0000L) {
            for (long before = 0x20_0000; before <= 0x200_0000; before += 0x20_0000) {
                long base = border - before - 0x100_0000;
                isWhole(find(image(Order.OFFSETS_LAST, base, base), UNKNOWN));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7f, 0xfed, 0xff8, 0xfff})
    void digitsAreFoundWhereverTheyBeginInAPage(int at) {
        ImageOf image = ImageOf.hvm(4);
        // A table without its beginning: tokens of one letter before and behind the digits.
        var table = new StringBuilder();
        for (int each = 0; each < 256; each++) {
            table.append((char) (each >= '0' && each <= '9' ? each : 'a')).append('\0');
        }
        long before = 2 * '0';
        for (int each = 0; each < table.length(); each++) {
            long place = 0x10_0000 + Frames.PAGE_SIZE + at - before + each;
            image.text(place >> Frames.PAGE_SHIFT, (int) (place % Frames.PAGE_SIZE), table.substring(each, each + 1));
        }
        assertThat(new DigitPages(image, 4).find(Optional::of)).hasValue(0x10_0000L + Frames.PAGE_SIZE + at);
    }

    @Test
    void itIsWhereTheKernelWroteDown() {
        isWhole(find(
                image(Order.OFFSETS_LAST, 0x600000, 0x600000),
                UNKNOWN,
                VmCoreInfo.parse("NUMBER(phys_base)=6291456\n")));
    }

    @Test
    void aWrongNumberThatWasWrittenDownIsNotBelieved() {
        isWhole(find(
                image(Order.OFFSETS_LAST, 0x600000, 0x600000), UNKNOWN, VmCoreInfo.parse("NUMBER(phys_base)=0\n")));
    }

    @Test
    void whatTheUserKnowsReplacesALostNumber() {
        long garbage = 0x1234567;
        assertThat(find(image(Order.PLACE_RELATIVE, 0x600000, garbage), UNKNOWN))
                .isEmpty();
        isWhole(find(image(Order.PLACE_RELATIVE, 0x600000, garbage), OptionalLong.of(0)));
    }
}
