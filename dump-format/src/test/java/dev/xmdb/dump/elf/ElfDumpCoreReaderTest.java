package dev.xmdb.dump.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.FrameRun;
import dev.xmdb.dump.FrameStatistics;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.ImageNote;
import dev.xmdb.dump.ImageSection;
import dev.xmdb.dump.file.ImageFile;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfDumpCoreReaderTest {
    @TempDir
    Path folder;

    private final List<DomainImage> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(DomainImage::close);
    }

    private DomainImage open(byte[] bytes) throws IOException {
        Path path = Files.write(folder.resolve("image-" + opened.size()), bytes);
        ImageFile file = ImageFile.open(path);
        try {
            DomainImage image = ElfDumpCoreReader.read(file, List.of());
            opened.add(image);
            return image;
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
    }

    private static byte[] damaged(Consumer<ByteBuffer> damage) {
        byte[] image = GoldenElf.image();
        damage.accept(GoldenElf.fields(image));
        return image;
    }

    @Test
    void aSoundImageIsReadWhole() throws IOException {
        DomainImage image = open(GoldenElf.image());

        assertThat(image.kind()).isEqualTo(DomainKind.PV);
        assertThat(image.frameNaming()).isEqualTo(FrameNaming.MFN);
        assertThat(image.wordSize()).isEqualTo(8);
        assertThat(image.vcpus()).hasSize(1);
        assertThat(image.sharedInfo()).isPresent();
        assertThat(image.degradations()).isEmpty();
        assertThat(image.sections())
                .extracting(ImageSection::name)
                .containsExactly(
                        ".shstrtab", ".note.Xen", ".xen_prstatus", ".xen_shared_info", ".xen_pages", ".xen_p2m");
        assertThat(image.notes())
                .extracting(ImageNote::typeName)
                .containsExactly("NONE", "HEADER", "XEN_VERSION", "FORMAT_VERSION");
        assertThat(image.notes().getLast().summary()).isEqualTo("0.1");
    }

    @Test
    void framesAreFoundByEitherNumber() throws IOException {
        DomainImage image = open(GoldenElf.image());
        Frames frames = image.frames();

        assertThat(frames.fileOffsetOfPfn(0)).isEqualTo(0x3000);
        assertThat(frames.fileOffsetOfPfn(7)).isEqualTo(0x4000);
        assertThat(frames.fileOffsetOfMfn(0x5000)).isEqualTo(0x3000);
        assertThat(frames.fileOffsetOfMfn(0x4fff)).isEqualTo(0x4000);
        assertThat(frames.pfnOfMfn(0x4fff)).isEqualTo(7);
        assertThat(frames.mfnOfPfn(7)).isEqualTo(0x4fff);
        assertThat(image.bytes().get(ValueLayout.JAVA_BYTE, frames.fileOffsetOfPfn(7)))
                .isEqualTo((byte) 'B');
        assertThat(frames.rule()).isEqualTo(".xen_p2m");
    }

    @Test
    void absentFramesSayWhy() throws IOException {
        Frames frames = open(GoldenElf.image()).frames();

        assertThat(frames.fileOffsetOfPfn(1)).isEqualTo(Frames.ABSENT);
        assertThat(frames.absenceOfPfn(1)).isEqualTo(FrameAbsence.BALLOONED);
        assertThat(frames.absenceOfPfn(8)).isEqualTo(FrameAbsence.NOT_IN_IMAGE);
        assertThat(frames.fileOffsetOfPfn(-1)).isEqualTo(Frames.ABSENT);
        assertThat(frames.absenceOfPfn(-1)).isEqualTo(FrameAbsence.NOT_IN_IMAGE);
        assertThat(frames.fileOffsetOfMfn(-1)).isEqualTo(Frames.ABSENT);
        assertThat(frames.absenceOfMfn(0x6000)).isEqualTo(FrameAbsence.NOT_IN_IMAGE);
    }

    @Test
    void statisticsCountThePaddingAsInvalid() throws IOException {
        assertThat(open(GoldenElf.image()).frames().statistics())
                .isEqualTo(new FrameStatistics(3, 2, 1, 0, 0, 0, 7, 6, 2, true));
    }

    @Test
    void theVersionNoteIsRead() throws IOException {
        var version = open(GoldenElf.image()).xenVersion().orElseThrow();

        assertThat(version.major()).isEqualTo(4);
        assertThat(version.minor()).isEqualTo(17);
        assertThat(version.extra()).isEqualTo(".7");
        assertThat(version.capabilities()).isEqualTo("xen-3.0-x86_64 ");
        assertThat(version.virtStart()).isEqualTo(0xffff_8000_0000_0000L);
        assertThat(version.pageSize()).isEqualTo(4096);
    }

    @Test
    void unsortedAndDuplicateEntriesAreFoundAndTheFirstWins() throws IOException {
        byte[] image = damaged(file -> {
            GoldenElf.entry(file, 0, 9, 0x5000);
            GoldenElf.entry(file, 1, 7, 0x4fff);
            GoldenElf.entry(file, 2, 9, 0x4ffe);
        });
        Frames frames = open(image).frames();

        assertThat(frames.fileOffsetOfPfn(9)).isEqualTo(0x3000);
        assertThat(frames.fileOffsetOfPfn(7)).isEqualTo(0x4000);
        assertThat(frames.fileOffsetOfMfn(0x4ffe)).isEqualTo(0x5000);
        assertThat(frames.statistics()).isEqualTo(new FrameStatistics(3, 2, 0, 1, 0, 0, 9, 8, 2, false));
        List<FrameRun> runs = new ArrayList<>();
        frames.forEachRun(runs::add);
        assertThat(runs).containsExactly(new FrameRun(7, 0x4fff, 1, 1), new FrameRun(9, 0x5000, 0, 1));
    }

    @Test
    void aPfnBeyondTheBoundIsNoFrame() throws IOException {
        byte[] image = damaged(file -> GoldenElf.entry(file, 1, 1L << 52, 0x4fff));
        Frames frames = open(image).frames();

        assertThat(frames.fileOffsetOfPfn(1L << 52)).isEqualTo(Frames.ABSENT);
        assertThat(frames.statistics().maxPfn()).isZero();
        assertThat(frames.statistics().invalid()).isEqualTo(2);
    }

    @Test
    void aZeroFilledTailIsInvalid() throws IOException {
        byte[] image = damaged(file -> {
            GoldenElf.entry(file, 1, 0, 0);
            GoldenElf.entry(file, 2, 0, 0);
        });

        assertThat(open(image).frames().statistics().invalid()).isEqualTo(2);
        assertThat(open(image).frames().mfnOfPfn(0)).isEqualTo(0x5000);
    }

    @Test
    void aFileCutWithinItsPagesOpensWithWhatItHas() throws IOException {
        DomainImage image = open(Arrays.copyOf(GoldenElf.image(), GoldenElf.PAGES + 4096 + 100));

        assertThat(image.kind()).isEqualTo(DomainKind.PV);
        assertThat(image.vcpus()).hasSize(1);
        assertThat(image.frames().rule()).contains("slot order");
        assertThat(image.frames().fileOffsetOfPfn(0)).isEqualTo(0x3000);
        assertThat(image.frames().fileOffsetOfMfn(0x5000)).isEqualTo(Frames.ABSENT);
        assertThat(image.frames().absenceOfPfn(1)).isEqualTo(FrameAbsence.TRUNCATED);
        assertThat(image.degradations())
                .anyMatch(line -> line.contains("section names are lost"))
                .anyMatch(line -> line.contains(".xen_p2m is lost"));
    }

    @Test
    void aFileWithoutTheLastByteOfItsNamesIsStillWhole() throws IOException {
        DomainImage image = open(Arrays.copyOf(GoldenElf.image(), GoldenElf.SIZE - 1));

        assertThat(image.frames().rule()).isEqualTo(".xen_p2m");
        assertThat(image.frames().fileOffsetOfMfn(0x4fff)).isEqualTo(0x4000);
        assertThat(image.degradations()).singleElement().asString().contains(".shstrtab");
    }

    @Test
    void anotherArchitectureIsNamed() {
        assertThatThrownBy(() -> open(damaged(file -> file.putShort(18, (short) 40))))
                .isInstanceOf(DumpFormatException.class)
                .hasMessageContaining("unsupported architecture: ARM");
        assertThatThrownBy(() -> open(damaged(file -> file.putShort(18, (short) 50))))
                .isInstanceOf(DumpFormatException.class)
                .hasMessageContaining("IA-64");
    }
}
