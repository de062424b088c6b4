package dev.xmdb.target.guest.linux.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.types.TypesOf;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The encodings of page types, by the values that each release writes. */
final class PageTypesTest {

    @Test
    void upTo417ATypeIsOneNumber() {
        PageTypes types = PageTypes.upTo417();
        assertThat(types.of(-128)).isEqualTo(PageType.BUDDY);
        assertThat(types.of(-1)).isEqualTo(PageType.NONE);
        assertThat(types.of(-129)).isEqualTo(PageType.NONE);
        assertThat(types.of(3)).isEqualTo(PageType.NONE);
    }

    @Test
    void upTo510ControlGroupsHaveABitBelowTables() {
        PageTypes types = PageTypes.upTo510();
        assertThat(types.of(~0x80)).isEqualTo(PageType.BUDDY);
        assertThat(types.of(~0x100)).isEqualTo(PageType.OFFLINE);
        assertThat(types.of(~0x200)).isEqualTo(PageType.KMEMCG);
        assertThat(types.of(~0x400)).isEqualTo(PageType.TABLE);
        assertThat(types.of(~0x600)).isEqualTo(PageType.TABLE);
        assertThat(types.of(~0x800)).isEqualTo(PageType.GUARD);
    }

    @Test
    void upTo610EachTypeClearsABit() {
        PageTypes types = PageTypes.upTo610();
        assertThat(types.of(~0x80)).isEqualTo(PageType.BUDDY);
        assertThat(types.of(~0x200)).isEqualTo(PageType.TABLE);
        assertThat(types.of(~0x400)).isEqualTo(PageType.GUARD);
        assertThat(types.of(~0x800)).isEqualTo(PageType.HUGETLB);
        assertThat(types.of(~0x1000)).isEqualTo(PageType.SLAB);
        assertThat(types.of(-1)).isEqualTo(PageType.NONE);
        assertThat(types.of(-5)).as("a mapcount below zero").isEqualTo(PageType.NONE);
        assertThat(types.of(0)).isEqualTo(PageType.NONE);
    }

    @Test
    void in611TheBitsAreAtTheTop() {
        PageTypes types = PageTypes.of611();
        assertThat(types.of(~0x4000_0000)).isEqualTo(PageType.BUDDY);
        assertThat(types.of(~0x0200_0000)).isEqualTo(PageType.SLAB);
        assertThat(types.of(~0x0100_0000 & 0xffff_1234))
                .as("with something in its low half")
                .isEqualTo(PageType.ZSMALLOC);
        assertThat(types.of(0xffff_8000)).isEqualTo(PageType.NONE);
        assertThat(types.of(-1)).isEqualTo(PageType.NONE);
    }

    @Test
    void since612TheTopByteIsANumber() {
        PageTypes types = PageTypes.since612();
        assertThat(types.of(0xf000_0000)).isEqualTo(PageType.BUDDY);
        assertThat(types.of(0xf5ff_ffff)).isEqualTo(PageType.SLAB);
        assertThat(types.of(0xf200_1234)).isEqualTo(PageType.TABLE);
        assertThat(types.of(0xf8ff_ffff)).isEqualTo(PageType.LARGE_KMALLOC);
        assertThat(types.of(0xf9ff_ffff)).isEqualTo(PageType.OTHER);
        assertThat(types.of(0xffff_ffff)).isEqualTo(PageType.NONE);
        assertThat(types.of(0x7fff_ffff)).isEqualTo(PageType.NONE);
    }

    @Test
    void namesInTheTypesDecide() {
        PageTypes numbers = PageTypes.of(
                kernel(Map.of(
                        "PGTY_buddy",
                        0xf0L,
                        "PGTY_slab",
                        0xf3L,
                        "PGTY_netpp",
                        0xf9L,
                        "PGTY_mapcount_underflow",
                        0xffL)),
                Optional.empty());
        assertThat(numbers.of(0xf3ff_ffff)).isEqualTo(PageType.SLAB);
        assertThat(numbers.of(0xf900_0000)).isEqualTo(PageType.OTHER);
        PageTypes bits = PageTypes.of(
                kernel(Map.of(
                        "PG_buddy", 0x4000_0000L,
                        "PG_unaccepted", 0x0080_0000L,
                        "PAGE_TYPE_BASE", 0x8000_0000L,
                        "PAGE_MAPCOUNT_RESERVE", 0xffff_0000L)),
                Optional.empty());
        assertThat(bits.of(~0x4000_0000)).isEqualTo(PageType.BUDDY);
        assertThat(bits.of(~0x0080_0000)).isEqualTo(PageType.UNACCEPTED);
        assertThat(bits.of(0xffff_fffe)).isEqualTo(PageType.NONE);
    }

    private static TypesOf kernel(Map<String, Long> names) {
        return new TypesOf().enumeration("pagetype", names);
    }
}
