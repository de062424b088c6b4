package dev.xmdb.target.guest.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.DomainKind;
import dev.xmdb.target.ImageOf;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.memory.RootlessMemory;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class BannerSearchTest {
    private static final String LINE = "Linux version 6.1.0-9-amd64 (builder@example.org) #1 SMP";
    private static final long P = 0x67;

    private static String banner(ImageOf image, AddressSpace virtual) {
        return new RawGuest(image, virtual, List.of()).banner();
    }

    private static String bannerAndSign(ImageOf image, AddressSpace virtual) {
        var guest = new RawGuest(image, virtual, List.of());
        return guest.banner() + " by " + guest.sign();
    }

    private static String bannerWithoutRoot(ImageOf image) {
        return banner(image, new RootlessMemory(image, 8));
    }

    /** ffffffff82161000: L4 511, L3 510, L2 16, L1 353. */
    private static PagedMemory mapped(ImageOf image, long frame) {
        image.entry(0x10, 511, 0x11000 | P)
                .entry(0x11, 510, 0x12000 | P)
                .entry(0x12, 16, 0x13000 | P)
                .entry(0x13, 353, (frame << 12) | P);
        var root = PageTableRoot.of(0x10000, PagingMode.LONG_4_LEVEL, DomainKind.PV);
        return new PagedMemory(image, new PageTables(image, root, true), 16);
    }

    @Test
    void aLinuxBannerIsFoundWhereTheKernelIsMapped() {
        ImageOf image = ImageOf.pv(8, 16).page(0x50).text(0x99, 0x900, LINE + "\n");
        assertThat(bannerAndSign(image, mapped(image, 0x99))).isEqualTo(LINE + " by its banner at physical 0x1900");
    }

    @Test
    void aMappedBannerWinsOverAnEarlierCopy() {
        ImageOf image = ImageOf.pv(8, 16)
                .text(0x50, 0, "Linux version 9.9 (copy) #1 SMP\n")
                .text(0x99, 0x900, LINE + "\n");
        assertThat(banner(image, mapped(image, 0x99))).startsWith(LINE);
    }

    @Test
    void withoutPageTablesTheFramesAreSearched() {
        ImageOf image = ImageOf.hvm(8).page(0x3).text(0x80, 0x40, LINE + "\n");
        assertThat(bannerAndSign(image, new RootlessMemory(image, 8)))
                .isEqualTo(LINE + " by its banner at physical 0x80040");
    }

    @Test
    void aBannerInAnotherSystemsMemoryDoesNotMakeItLinux() {
        // L4 511 is there, for a kernel that lives elsewhere; L3 510 is not.
        ImageOf image = ImageOf.pv(8, 16).entry(0x10, 511, 0x11000 | P).entry(0x11, 511, 0x12000 | P);
        image.text(0x50, 0, LINE + "\n");
        var root = PageTableRoot.of(0x10000, PagingMode.LONG_4_LEVEL, DomainKind.PV);
        assertThat(banner(image, new PagedMemory(image, new PageTables(image, root, true), 16)))
                .isEmpty();
    }

    @Test
    void tablesThatAreLostDoNotHideABanner() {
        ImageOf image = ImageOf.pv(8, 16).entry(0x10, 511, 0x7777000 | P).text(0x50, 0, LINE + "\n");
        var root = PageTableRoot.of(0x10000, PagingMode.LONG_4_LEVEL, DomainKind.PV);
        assertThat(banner(image, new PagedMemory(image, new PageTables(image, root, true), 16)))
                .startsWith(LINE);
    }

    @Test
    void formatsAndRecordsAndNoiseAreNoBanners() {
        ImageOf image = ImageOf.hvm(8)
                .text(1, 0, "Linux version %s (%s)\n")
                .text(1, 0x100, "Linux version 6.1.0 without an end")
                .text(1, 0x200, "Linux version 6\n")
                .text(1, 0x300, "Linux version 6.\u001b[31m\n")
                .text(1, 0x400, "Linux version 6.1.0-9-amd64 (builder@example.org) # SMP\n")
                .text(1, 0xff0, "Linux version 6.");
        assertThat(bannerWithoutRoot(image)).isEmpty();
    }

    @Test
    void solarisIsKnownByItsDebugInformation() {
        // fffffffffb7ff000: L4 511, L3 511, L2 475, L1 511
        ImageOf image = ImageOf.pv(8, 16)
                .entry(0x10, 511, 0x11000 | P)
                .entry(0x11, 511, 0x12000 | P)
                .entry(0x12, 475, 0x13000 | P)
                .entry(0x13, 511, 0x14000 | P)
                .putInt(0x14, 0, 0xdeb116edL);
        var root = PageTableRoot.of(0x10000, PagingMode.LONG_4_LEVEL, DomainKind.PV);
        assertThat(bannerAndSign(image, new PagedMemory(image, new PageTables(image, root, true), 16)))
                .isEqualTo("Solaris kernel by its debug_info page at virtual 0xfffffffffb7ff000");
    }

    @Test
    void nothingIsFoundInAnEmptyImage() {
        assertThat(bannerWithoutRoot(ImageOf.hvm(1))).isEmpty();
    }
}
