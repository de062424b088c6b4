package dev.xmdb.dump.xccore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.FrameStatistics;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.ImageFormat;
import dev.xmdb.dump.file.ImageFile;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.dump.file.TestPages;
import dev.xmdb.dump.vcpu.GuestContextBuilder;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XcCoreTest {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final byte[] PV64_HEADER =
            HEX.parseHex("ed eb 0f f0 02 00 00 00 03 00 00 00 18 00 00 00 78 28 00 00 00 30 00 00");
    private static final byte[] HVM32_HEADER =
            HEX.parseHex("ee eb 0f f0 01 00 00 00 00 08 00 00 18 00 00 00 08 0b 00 00 00 30 00 00");
    private static final byte[] OCAML_HEADER =
            HEX.parseHex("ed eb 0f f0 01 00 00 00 02 00 00 00 48 14 00 00 18 00 00 00 58 14 00 00");
    private static final byte[] INDEX_WITH_A_HOLE =
            HEX.parseHex("45 23 01 00 00 00 00 00 ff ff ff ff ff ff ff ff 3c 2b 1a 00 00 00 00 00");
    private static final int PV64_INDEX = 10_360;
    private static final int PV64_SIZE = 24_576;

    @TempDir
    Path folder;

    private final List<DomainImage> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(DomainImage::close);
    }

    private DomainImage open(Path path) throws IOException {
        ImageFile file = ImageFile.open(path);
        try {
            DomainImage image = XcCoreReader.read(file, List.of());
            opened.add(image);
            return image;
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
    }

    private DomainImage open(byte[] bytes) throws IOException {
        return open(Files.write(folder.resolve("image-" + opened.size()), bytes));
    }

    /** The image of the 64-bit header, with an index that has a hole; pages of A, nothing, C. */
    private static byte[] pv64() {
        byte[] image = Arrays.copyOf(PV64_HEADER, PV64_SIZE);
        System.arraycopy(INDEX_WITH_A_HOLE, 0, image, PV64_INDEX, INDEX_WITH_A_HOLE.length);
        Arrays.fill(image, 0x3000, 0x4000, (byte) 'A');
        Arrays.fill(image, 0x5000, 0x6000, (byte) 'C');
        return image;
    }

    @Test
    void aPvImageIsReadByMachineFrameAndBySlot() throws IOException {
        DomainImage image = open(pv64());
        Frames frames = image.frames();

        assertThat(image.format()).isEqualTo(ImageFormat.XC_CORE);
        assertThat(image.kind()).isEqualTo(DomainKind.PV);
        assertThat(image.frameNaming()).isEqualTo(FrameNaming.MFN);
        assertThat(image.wordSize()).isEqualTo(8);
        assertThat(image.vcpus()).hasSize(2);
        assertThat(frames.fileOffsetOfMfn(0x1_2345)).isEqualTo(0x3000);
        assertThat(frames.fileOffsetOfMfn(0x1a_2b3c)).isEqualTo(0x5000);
        assertThat(frames.fileOffsetOfMfn(-1)).isEqualTo(Frames.ABSENT);
        assertThat(frames.pfnOfMfn(0x1a_2b3c)).isEqualTo(2);
        assertThat(frames.mfnOfPfn(0)).isEqualTo(0x1_2345);
        assertThat(frames.fileOffsetOfPfn(1)).isEqualTo(Frames.ABSENT);
        assertThat(frames.absenceOfPfn(3)).isEqualTo(FrameAbsence.NOT_IN_IMAGE);
        assertThat(frames.statistics()).isEqualTo(new FrameStatistics(3, 2, 1, 0, 0, 0, 2, 1, 2, true));
        assertThat(frames.rule()).contains("slot order");
        assertThat(image.degradations()).anyMatch(line -> line.contains("guessed from the order of the pages"));
    }

    @Test
    void anHvmImageOf32BitToolsHasNarrowIndexEntries() throws IOException {
        byte[] bytes = Arrays.copyOf(HVM32_HEADER, 0x3000 + 2048 * 4096);
        DomainImage image = open(bytes);

        assertThat(image.kind()).isEqualTo(DomainKind.HVM);
        assertThat(image.frameNaming()).isEqualTo(FrameNaming.PFN);
        assertThat(image.wordSize()).isEqualTo(4);
        assertThat(image.sections().get(2).entrySize()).isEqualTo(4);
        assertThat(image.frames().fileOffsetOfPfn(2047)).isEqualTo(0x3000 + 2047 * 4096);
        assertThat(image.frames().statistics().entries()).isEqualTo(2048);
        assertThat(image.degradations()).anyMatch(line -> line.contains("unreliable"));
    }

    @Test
    void theOcamlVariantIsNamed() {
        assertThatThrownBy(() -> open(Arrays.copyOf(OCAML_HEADER, 0x1448 + 2 * 4096)))
                .isInstanceOf(DumpFormatException.class)
                .hasMessageContaining("OCaml");
    }

    @Test
    void aPageCountThatOverrunsTheIndexIsRefused() {
        byte[] image = pv64();
        image[8 + 3] = 0x40;
        image[8] = 0;

        assertThatThrownBy(() -> open(image))
                .isInstanceOf(DumpFormatException.class)
                .hasMessageContaining("1073741824 pages");
    }

    @Test
    void aFileThatEndsAfterItsHeaderOpensWithNothing() throws IOException {
        DomainImage image = open(HVM32_HEADER);

        assertThat(image.vcpus()).isEmpty();
        assertThat(image.frames().statistics().present()).isZero();
        assertThat(image.frames().absenceOfPfn(5)).isEqualTo(FrameAbsence.TRUNCATED);
        assertThat(image.degradations())
                .anyMatch(line -> line.contains("truncated"))
                .anyMatch(line -> line.contains("registers of 1 of 1 vCPUs are lost"));
    }

    @Test
    void aFileThatEndsWithinItsHeaderIsRefused() {
        assertThatThrownBy(() -> open(Arrays.copyOf(HVM32_HEADER, 20)))
                .isInstanceOf(DumpFormatException.class)
                .hasMessageContaining("ends within its xc_core header");
    }

    @Test
    void pagesPastTheEndAreTruncated() throws IOException {
        Frames frames = open(Arrays.copyOf(pv64(), 0x5000)).frames();

        assertThat(frames.fileOffsetOfMfn(0x1_2345)).isEqualTo(0x3000);
        assertThat(frames.fileOffsetOfMfn(0x1a_2b3c)).isEqualTo(Frames.ABSENT);
        assertThat(frames.absenceOfMfn(0x1a_2b3c)).isEqualTo(FrameAbsence.TRUNCATED);
        assertThat(frames.mfnOfPfn(2)).isEqualTo(0x1a_2b3c);
        assertThat(frames.statistics().truncated()).isEqualTo(1);
    }

    @Test
    void anImageWithoutVcpusOpensAndSaysSo() throws IOException {
        Path path = folder.resolve("no-vcpu");
        XcCoreWriter.paravirtualised(8).write(path, new TestPages().page(0, 0x77, 'x'));
        DomainImage image = open(path);

        assertThat(image.vcpus()).isEmpty();
        assertThat(image.wordSize()).isEqualTo(8);
        assertThat(image.frames().fileOffsetOfMfn(0x77)).isEqualTo(4096);
        assertThat(image.degradations()).anyMatch(line -> line.contains("no registers"));
    }

    @Test
    void theMarkOfHvmGuestsBefore304IsSeen() throws IOException {
        Path path = folder.resolve("hvm-302");
        XcCoreWriter.paravirtualised(4)
                .vcpu(GuestContextBuilder.x86_32().flags(2).build())
                .write(path, new TestPages().page(0, 0x77, 'x'));

        assertThat(open(path).kind()).isEqualTo(DomainKind.HVM);
    }

    @Test
    void theWrittenHeaderIsTheGoldenOne() throws IOException {
        Path path = folder.resolve("golden");
        XcCoreWriter.paravirtualised(8)
                .vcpu(new byte[5168])
                .vcpu(new byte[5168])
                .write(path, new TestPages().page(0, 0x1_2345, 'A').padding().page(2, 0x1a_2b3c, 'C'));

        assertThat(Files.readAllBytes(path)).isEqualTo(pv64());
    }

    @Test
    void whatIsWrittenIsRereadFrom32BitTools() throws IOException {
        TestPages pages = new TestPages();
        for (int pfn = 0; pfn < 1500; pfn++) {
            pages.page(pfn, pfn == 700 ? PageSource.NO_FRAME : 0x9_0000 - pfn, pfn % 255);
        }
        Path path = folder.resolve("written");
        XcCoreWriter.paravirtualised(4)
                .vcpu(GuestContextBuilder.x86_32().register("eip", 0xc010_0000L).build())
                .write(path, pages);
        DomainImage image = open(path);

        assertThat(image.vcpus().getFirst().instructionPointer()).isEqualTo(0xc010_0000L);
        for (int pfn = 0; pfn < 1500; pfn++) {
            long offset = image.frames().fileOffsetOfMfn(0x9_0000 - pfn);
            if (pfn == 700) {
                assertThat(offset).isEqualTo(Frames.ABSENT);
            } else {
                assertThat(image.bytes().get(ValueLayout.JAVA_BYTE, offset + 4095))
                        .isEqualTo((byte) (pfn % 255));
            }
        }
    }
}
