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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    @Test
    void impossibleSectionTablesAreRefused() {
        assertRefused(file -> file.putShort(60, (short) 0xffff), "65535 section headers");
        assertRefused(file -> file.putShort(60, (short) 0), "0 section headers");
        assertRefused(file -> file.putShort(58, (short) 0), "0 bytes each");
        assertRefused(file -> file.putLong(40, Long.MIN_VALUE), "outside the file");
        assertRefused(file -> file.putLong(40, GoldenElf.SIZE), "outside the file");
    }

    @Test
    void aNameSectionThatDoesNotExistLosesOnlyTheNames() throws IOException {
        DomainImage image = open(damaged(file -> file.putShort(62, (short) 9)));

        assertThat(image.frames().fileOffsetOfMfn(0x4fff)).isEqualTo(0x4000);
        assertThat(image.vcpus()).hasSize(1);
        assertThat(image.sharedInfo()).isPresent();
        assertThat(image.degradations()).singleElement().asString().contains("section names are lost");
    }

    @Test
    void pagesOfImpossibleSizeAreThoseInTheFile() throws IOException {
        DomainImage image = open(damaged(file -> file.putLong(GoldenElf.header(5) + 32, -4096)));

        assertThat(image.frames().fileOffsetOfPfn(7)).isEqualTo(0x4000);
        assertThat(image.degradations()).singleElement().asString().contains("impossible size");
    }

    @Test
    void pagesAtAnImpossiblePlaceAreLost() throws IOException {
        DomainImage image = open(damaged(file -> file.putLong(GoldenElf.header(5) + 24, Long.MIN_VALUE)));

        assertThat(image.frames().fileOffsetOfPfn(7)).isEqualTo(Frames.ABSENT);
        assertThat(image.frames().mfnOfPfn(7)).isEqualTo(0x4fff);
        assertThat(image.frames().absenceOfPfn(7)).isEqualTo(FrameAbsence.TRUNCATED);
    }

    @Test
    void aListThatEndsWithinAnEntryKeepsItsWholeEntries() throws IOException {
        DomainImage image = open(damaged(file -> file.putLong(GoldenElf.header(6) + 32, 40)));

        assertThat(image.frames().fileOffsetOfPfn(7)).isEqualTo(0x4000);
        assertThat(image.frames().statistics().entries()).isEqualTo(2);
        assertThat(image.degradations()).anyMatch(line -> line.contains("within an entry"));
    }

    @Test
    void ofTwoListsThePairsArePreferred() throws IOException {
        // .shstrtab turned into a second list of frames: names are lost, shapes tell.
        DomainImage image = open(damaged(file -> {
            file.putInt(GoldenElf.header(1) + 4, 1).putLong(GoldenElf.header(1) + 56, 8);
            file.putShort(62, (short) 0);
        }));

        assertThat(image.kind()).isEqualTo(DomainKind.PV);
        assertThat(image.frames().fileOffsetOfMfn(0x4fff)).isEqualTo(0x4000);
        assertThat(image.degradations()).anyMatch(line -> line.contains("both .xen_p2m and .xen_pfn"));
    }

    @Test
    void withoutAListSlotsAreGuessed() throws IOException {
        DomainImage image = open(damaged(file -> file.putInt(GoldenElf.header(6), 0)));

        assertThat(image.kind()).isEqualTo(DomainKind.PV);
        assertThat(image.frames().fileOffsetOfPfn(2)).isEqualTo(0x5000);
        assertThat(image.degradations()).anyMatch(line -> line.contains("no list of frames"));
    }

    @Test
    void aDamagedNoteEndsTheListOfNotes() throws IOException {
        DomainImage tooLong = open(damaged(file -> file.putInt(0x214, -1)));
        assertThat(tooLong.notes()).hasSize(1);
        assertThat(tooLong.frames().fileOffsetOfPfn(7)).isEqualTo(0x4000);
        assertThat(tooLong.degradations())
                .anyMatch(line -> line.contains("0x210"))
                .anyMatch(line -> line.contains("no HEADER note"));

        DomainImage nameless = open(damaged(file -> file.putInt(0x210, 0)));
        assertThat(nameless.notes()).isNotEmpty();
        assertThat(nameless.frames().fileOffsetOfPfn(7)).isEqualTo(0x4000);
    }

    @Test
    void pagesOfAnotherSizeAreRefused() {
        assertRefused(file -> file.putLong(0x238, 65_536), "pages of 65536 bytes");
        assertRefused(file -> file.putLong(0x238, 0), "pages of 0 bytes");
    }

    @Test
    void sectionsMayComeInAnyOrder() throws IOException {
        byte[] image = damaged(file -> {
            byte[] list = new byte[64];
            byte[] notes = new byte[64];
            file.get(GoldenElf.header(6), list).get(GoldenElf.header(2), notes);
            file.put(GoldenElf.header(2), list).put(GoldenElf.header(6), notes);
        });

        assertThat(open(image).frames().fileOffsetOfPfn(7)).isEqualTo(0x4000);
        assertThat(open(image).degradations()).isEmpty();
    }

    @Test
    void trailingJunkIsOfNoConsequence() throws IOException {
        byte[] image = Arrays.copyOf(GoldenElf.image(), GoldenElf.SIZE + 100_000);

        assertThat(open(image).degradations()).isEmpty();
        assertThat(open(image).frames().statistics().entries()).isEqualTo(3);
    }

    @Test
    void otherElfFilesAreNamed() {
        assertRefused(file -> file.putShort(16, (short) 2), "an ELF executable");
        assertRefused(file -> file.putShort(56, (short) 3).putShort(60, (short) 0), "program headers");
        assertRefused(file -> file.put(5, (byte) 2), "big-endian");
        assertRefused(
                file -> file.put(GoldenElf.NAMES + 52, (byte) 'X').putLong(GoldenElf.header(5) + 56, 512),
                "without a .xen_pages section");
    }

    @Test
    void aHeaderThatCountsMoreVcpusThanThereAreIsCorrected() throws IOException {
        DomainImage image = open(damaged(file -> file.putLong(0x228, 5)));

        assertThat(image.vcpus()).hasSize(1);
        assertThat(image.degradations()).anyMatch(line -> line.contains("counts 5 vCPUs"));
    }

    @Test
    void contextsWithoutAnEntrySizeAreDividedByTheirNumber() throws IOException {
        DomainImage image = open(damaged(file -> file.putLong(GoldenElf.header(3) + 56, 0)));

        assertThat(image.vcpus()).hasSize(1);
    }

    @Test
    void namesThatWereOverwrittenAreLostLikeThoseThatAreMissing() throws IOException {
        byte[] zeroed = damaged(file -> file.put(GoldenElf.NAMES, new byte[72]));
        byte[] shifted = damaged(file -> file.put(GoldenElf.NAMES, GoldenElf.image(), GoldenElf.NAMES + 11, 61));
        for (byte[] bytes : List.of(zeroed, shifted)) {
            DomainImage image = open(bytes);

            assertThat(image.frames().fileOffsetOfMfn(0x4fff)).isEqualTo(0x4000);
            assertThat(image.vcpus()).hasSize(1);
            assertThat(image.degradations()).singleElement().asString().contains("section names are lost");
        }
    }

    @Test
    void anEntrySizeThatNoContextHasIsReplaced() throws IOException {
        for (long size : new long[] {1, 100, 1L << 62, -8}) {
            DomainImage image = open(damaged(file -> {
                file.putLong(GoldenElf.header(3) + 56, size);
                file.putLong(GoldenElf.CONTEXTS + 648, 0xffff_ffff_8100_1234L);
            }));

            assertThat(image.vcpus())
                    .singleElement()
                    .satisfies(
                            context -> assertThat(context.instructionPointer()).isEqualTo(0xffff_ffff_8100_1234L));
            assertThat(image.degradations())
                    .singleElement()
                    .asString()
                    .contains(Long.toUnsignedString(size), "5168 are assumed");
        }
    }

    @Test
    void contextsWithNeitherAnEntrySizeNorACountAreCutByTheirLayout() throws IOException {
        DomainImage image = open(damaged(file -> {
            file.putLong(GoldenElf.header(3) + 56, 0);
            file.putLong(GoldenElf.header(2) + 32, 0);
        }));

        assertThat(image.vcpus()).hasSize(1);
        assertThat(image.degradations()).singleElement().asString().contains("no HEADER note");
    }

    @Test
    void pagesThatAreLostWithTheirListAreCounted() throws IOException {
        DomainImage image = open(Arrays.copyOf(GoldenElf.image(), GoldenElf.PAGES + 4096));

        assertThat(image.degradations()).anyMatch(line -> line.contains("the pages of 2 of 3 slots are lost"));
    }

    @Test
    void aMachineFrameThatALostListMayHaveNamedIsNotDeclaredForeign() throws IOException {
        DomainImage image = open(Arrays.copyOf(GoldenElf.image(), GoldenElf.P2M + 16));

        assertThat(image.frames().fileOffsetOfMfn(0x5000)).isEqualTo(0x3000);
        assertThat(image.frames().absenceOfMfn(0x4fff)).isEqualTo(FrameAbsence.UNLISTED);
        assertThat(image.frames().absenceOfMfn(1L << 45)).isEqualTo(FrameAbsence.NOT_IN_IMAGE);
    }

    @Test
    void pagesThatStartWithinAPageAreSuspect() throws IOException {
        DomainImage image = open(damaged(file -> file.putLong(GoldenElf.header(5) + 24, 0x3001)));

        assertThat(image.degradations()).anyMatch(line -> line.contains("0x3001, not at a page boundary"));
    }

    @Test
    void aFileCutWithinItsContextsKeepsNothingButItsNotes() throws IOException {
        DomainImage image = open(Arrays.copyOf(GoldenElf.image(), GoldenElf.CONTEXTS + 1000));

        assertThat(image.notes()).hasSize(4);
        assertThat(image.vcpus()).isEmpty();
        assertThat(image.sharedInfo()).isEmpty();
        assertThat(image.frames().statistics().present()).isZero();
        assertThat(image.degradations())
                .anyMatch(line -> line.contains("registers of 1 of 1 vCPUs are lost"))
                .anyMatch(line -> line.contains("shared_info is lost"));
    }

    @Test
    void aFileThatShrinksUnderTheImageLosesItsFramesQuietly() throws IOException {
        DomainImage image = open(GoldenElf.image());
        try (FileChannel channel = FileChannel.open(image.path(), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }

        assertThat(image.vcpus().getFirst().instructionPointer()).isZero();
        assertThat(image.frames().fileOffsetOfPfn(7)).isEqualTo(Frames.ABSENT);
        assertThat(image.frames().absenceOfPfn(7)).isEqualTo(FrameAbsence.TRUNCATED);
        assertThat(image.frames().statistics().present()).isZero();
    }

    private void assertRefused(Consumer<ByteBuffer> damage, String reason) {
        assertThatThrownBy(() -> open(damaged(damage)))
                .isInstanceOf(DumpFormatException.class)
                .hasMessageContaining(reason);
    }
}
