package dev.xmdb.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.ImageFormat;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BareDomainTest {
    private static final long PAGES = 5000;

    @TempDir
    Path folder;

    @Test
    void noTwoPagesShareAMachineFrame() {
        var domain = BareDomain.paravirtualised(PAGES, PAGES, 1);
        assertThat(LongStream.range(0, PAGES).map(domain::mfn).distinct().count())
                .isEqualTo(PAGES);
    }

    @Test
    void bothContainersHoldTheSameFrames() throws IOException {
        var domain = BareDomain.paravirtualised(PAGES, PAGES, 3);
        Path elf = folder.resolve("elf");
        Path old = folder.resolve("old");
        domain.writeElf(elf);
        domain.writeXcCore(old);
        try (DomainImage first = DomainImages.open(elf, OpenProgress.NONE);
                DomainImage second = DomainImages.open(old, OpenProgress.NONE)) {
            assertThat(first.format()).isEqualTo(ImageFormat.ELF_DUMP_CORE);
            assertThat(second.format()).isEqualTo(ImageFormat.XC_CORE);
            assertThat(first.vcpus()).hasSize(3);
            for (long pfn = 0; pfn < PAGES; pfn++) {
                long mfn = domain.mfn(pfn);
                assertThat(first.frames().pfnOfMfn(mfn)).isEqualTo(pfn);
                assertThat(second.frames().pfnOfMfn(mfn)).isEqualTo(pfn);
            }
        }
    }

    @Test
    void theTablesMapEveryPageThatWasAskedFor() throws IOException {
        long mapped = 1500;
        var domain = BareDomain.autoTranslated(PAGES, mapped, 1);
        Path file = folder.resolve("image");
        domain.writeElf(file);
        try (DomainImage image = DomainImages.open(file, OpenProgress.NONE)) {
            long level2 = entry(image, entry(image, 0, 0x111), 0);
            for (long pfn = 0; pfn < mapped + 100; pfn++) {
                long level1 = entry(image, level2, (int) (pfn >> 9));
                assertThat(level1 < 0 ? -1 : entry(image, level1, (int) (pfn & 511)))
                        .isEqualTo(pfn < mapped ? pfn : -1);
            }
        }
    }

    private static long entry(DomainImage image, long tablePfn, int index) {
        long offset = image.frames().fileOffsetOfPfn(tablePfn) + (long) index * Long.BYTES;
        long entry = image.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        return (entry & 1) == 0 ? -1 : entry >>> Frames.PAGE_SHIFT;
    }

    @Test
    void manyGigabytesTakeFewBlocks() throws IOException {
        long fourGigabytes = 1L << 20;
        Path file = folder.resolve("image");
        BareDomain.paravirtualised(fourGigabytes, 1024, 1).writeElf(file);
        assertThat(Files.size(file)).isGreaterThan(1L << 32);
        assertThat(bytesOnDisk(file)).isLessThan(64L << 20);
    }

    private static long bytesOnDisk(Path file) throws IOException {
        var process = new ProcessBuilder("du", "-k", file.toString()).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return Long.parseLong(printed.substring(0, printed.indexOf('\t'))) * 1024;
    }

    @Test
    void aDomainTooSmallForItsTablesIsRefused() {
        assertThatThrownBy(() -> BareDomain.paravirtualised(3, 3, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
