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
