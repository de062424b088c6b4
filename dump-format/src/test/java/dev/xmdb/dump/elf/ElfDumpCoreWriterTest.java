package dev.xmdb.dump.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.FrameRun;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.file.ImageFile;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.dump.file.TestPages;
import dev.xmdb.dump.vcpu.GuestContextBuilder;
import dev.xmdb.dump.vcpu.SharedInfoBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfDumpCoreWriterTest {
    private static final XenVersion XEN = new XenVersion(
            4, 17, ".7", "gcc", "me", "here", "today", "xen-3.0-x86_64 ", "none", 0xffff_8000_0000_0000L, 4096);

    @TempDir
    Path folder;

    private Path path = Path.of("");

    @BeforeEach
    void name() {
        path = folder.resolve("written.core");
    }

    private DomainImage reread() throws IOException {
        return ElfDumpCoreReader.read(ImageFile.open(path), List.of());
    }

    private void writeGolden() throws IOException {
        ElfDumpCoreWriter.paravirtualised(8)
                .vcpu(new byte[5168])
                .sharedInfo(new byte[4096])
                .write(
                        path,
                        new TestPages()
                                .page(0, 0x5000, 'A')
                                .page(7, 0x4fff, 'B')
                                .padding());
    }

    private static byte[] hex(String lines) {
        String digits = lines.lines()
                .map(line -> line.substring(line.indexOf(':') + 1).replace(" ", ""))
                .collect(Collectors.joining());
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void theHeaderAndSectionHeadersAreTheGoldenBytes() throws IOException {
        writeGolden();
        byte[] expected = hex("""
                000000: 7f 45 4c 46 02 01 01 00 01 00 00 00 00 00 00 00
                000010: 04 00 3e 00 01 00 00 00 00 00 00 00 00 00 00 00
                000020: 00 00 00 00 00 00 00 00 40 00 00 00 00 00 00 00
                000030: 00 00 00 00 40 00 38 00 00 00 40 00 07 00 01 00
                000040: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                000050: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                000060: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                000070: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                000080: 01 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00
                000090: 00 00 00 00 00 00 00 00 30 60 00 00 00 00 00 00
                0000a0: 48 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                0000b0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                0000c0: 0b 00 00 00 07 00 00 00 00 00 00 00 00 00 00 00
                0000d0: 00 00 00 00 00 00 00 00 00 02 00 00 00 00 00 00
                0000e0: 68 05 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                0000f0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                000100: 15 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00
                000110: 00 00 00 00 00 00 00 00 68 07 00 00 00 00 00 00
                000120: 30 14 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                000130: 08 00 00 00 00 00 00 00 30 14 00 00 00 00 00 00
                000140: 23 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00
                000150: 00 00 00 00 00 00 00 00 98 1b 00 00 00 00 00 00
                000160: 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                000170: 08 00 00 00 00 00 00 00 00 10 00 00 00 00 00 00
                000180: 34 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00
                000190: 00 00 00 00 00 00 00 00 00 30 00 00 00 00 00 00
                0001a0: 00 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                0001b0: 00 10 00 00 00 00 00 00 00 10 00 00 00 00 00 00
                0001c0: 3f 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00
                0001d0: 00 00 00 00 00 00 00 00 00 60 00 00 00 00 00 00
                0001e0: 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                0001f0: 08 00 00 00 00 00 00 00 10 00 00 00 00 00 00 00
                """);

        assertThat(Arrays.copyOf(Files.readAllBytes(path), 0x200)).isEqualTo(expected);
    }

    @Test
    void notesListAndNamesAreTheGoldenBytes() throws IOException {
        writeGolden();
        byte[] file = Files.readAllBytes(path);

        assertThat(file).hasSize(24_696);
        assertThat(Arrays.copyOfRange(file, 0x200, 0x250)).isEqualTo(hex("""
                                000200: 04 00 00 00 00 00 00 00 00 00 00 02 58 65 6e 00
                                000210: 04 00 00 00 20 00 00 00 01 00 00 02 58 65 6e 00
                                000220: ed eb 0f f0 00 00 00 00 01 00 00 00 00 00 00 00
                                000230: 03 00 00 00 00 00 00 00 00 10 00 00 00 00 00 00
                                000240: 04 00 00 00 00 05 00 00 02 00 00 02 58 65 6e 00
                                """));
        assertThat(Arrays.copyOfRange(file, 0x740, 0x768)).isEqualTo(hex("""
                                000740: 00 00 00 00 00 80 ff ff 00 10 00 00 00 00 00 00
                                000750: 04 00 00 00 08 00 00 00 03 00 00 02 58 65 6e 00
                                000760: 01 00 00 00 00 00 00 00
                                """));
        assertThat(Arrays.copyOfRange(file, 0x6000, 24_696)).isEqualTo(hex("""
                                006000: 00 00 00 00 00 00 00 00 00 50 00 00 00 00 00 00
                                006010: 07 00 00 00 00 00 00 00 ff 4f 00 00 00 00 00 00
                                006020: ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff
                                006030: 00 2e 73 68 73 74 72 74 61 62 00 2e 6e 6f 74 65
                                006040: 2e 58 65 6e 00 2e 78 65 6e 5f 70 72 73 74 61 74
                                006050: 75 73 00 2e 78 65 6e 5f 73 68 61 72 65 64 5f 69
                                006060: 6e 66 6f 00 2e 78 65 6e 5f 70 61 67 65 73 00 2e
                                006070: 78 65 6e 5f 70 32 6d 00
                                """));
    }

    @Test
    void theWholeFileIsTheOnePutTogetherByHand() throws IOException {
        ElfDumpCoreWriter.paravirtualised(8)
                .vcpu(new byte[5168])
                .sharedInfo(new byte[4096])
                .xenVersion(new XenVersion(
                        4, 17, ".7", "", "", "", "", "xen-3.0-x86_64 ", "", 0xffff_8000_0000_0000L, 4096))
                .write(
                        path,
                        new TestPages()
                                .page(0, 0x5000, 'A')
                                .page(7, 0x4fff, 'B')
                                .padding());

        assertThat(Files.readAllBytes(path)).isEqualTo(GoldenElf.image());
    }

    @Test
    void the32BitGuestsVersionNoteIsCutAsTheToolsCutIt() throws IOException {
        ElfDumpCoreWriter.paravirtualised(4)
                .vcpu(GuestContextBuilder.x86_32()
                        .register("eip", 0xc010_0000L)
                        .register("cs", 0xe019)
                        .controlRegister(3, GuestContextBuilder.foldedRoot(0x12_3456))
                        .build())
                .sharedInfo(SharedInfoBuilder.x86_32().p2mTree(2, 0).build())
                .write(path, new TestPages().page(0, 0x12_3456, 'A').page(1, 0x12_3457, 'B'));

        assertThat(Arrays.copyOfRange(Files.readAllBytes(path), 0x740, 0x750))
                .isEqualTo(hex("00: 00 00 00 00 00 10 00 00 00 00 00 00 00 00 00 00"));
        try (DomainImage image = reread()) {
            assertThat(image.wordSize()).isEqualTo(4);
            assertThat(image.xenVersion().orElseThrow().pageSize()).isEqualTo(4096);
            assertThat(image.vcpus().getFirst().instructionPointer()).isEqualTo(0xc010_0000L);
            assertThat(image.vcpus().getFirst().kernelRootFrame()).isEqualTo(0x12_3456);
            assertThat(image.sharedInfo().orElseThrow().maxPfn()).isEqualTo(2);
            assertThat(image.degradations()).isEmpty();
        }
    }

    @Test
    void anAutoTranslatedImageIsReadAsOne() throws IOException {
        ElfDumpCoreWriter.autoTranslated()
                .vcpu(GuestContextBuilder.x86_64().controlRegister(3, 0x9f018).build())
                .xenVersion(XEN)
                .write(
                        path,
                        new TestPages()
                                .page(0, 0, 'A')
                                .page(0x9f, 0, 'B')
                                .page(0xc0, 0, 0)
                                .page(0xc1, 0, 'C')
                                .padding());
        try (DomainImage image = reread()) {
            Frames frames = image.frames();
            assertThat(image.kind()).isEqualTo(DomainKind.HVM);
            assertThat(image.frameNaming()).isEqualTo(FrameNaming.PFN);
            assertThat(image.sharedInfo()).isEmpty();
            assertThat(image.xenVersion()).hasValue(XEN);
            assertThat(image.vcpus().getFirst().kernelRootFrame()).isEqualTo(0x9f);
            assertThat(image.degradations()).isEmpty();
            assertThat(frames.rule()).isEqualTo(".xen_pfn");
            assertThat(frames.fileOffsetOfMfn(0x9f))
                    .isEqualTo(frames.fileOffsetOfPfn(0x9f))
                    .isPositive();
            assertThat(frames.mfnOfPfn(0xc1)).isEqualTo(0xc1);
            assertThat(frames.absenceOfPfn(0xa0)).isEqualTo(FrameAbsence.UNMAPPABLE);
            assertThat(frames.absenceOfPfn(0xbf)).isEqualTo(FrameAbsence.UNMAPPABLE);
            assertThat(frames.absenceOfMfn(0xf_fffe)).isEqualTo(FrameAbsence.UNMAPPABLE);
            assertThat(frames.absenceOfPfn(5)).isEqualTo(FrameAbsence.NOT_IN_IMAGE);
            List<FrameRun> runs = new ArrayList<>();
            frames.forEachRun(runs::add);
            assertThat(runs)
                    .containsExactly(
                            new FrameRun(0, 0, 0, 1), new FrameRun(0x9f, 0x9f, 1, 1), new FrameRun(0xc0, 0xc0, 2, 2));
        }
    }

    @Test
    void readelfAcceptsTheSections() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/readelf")), "no readelf here");
        writeGolden();
        Process readelf = new ProcessBuilder("/usr/bin/readelf", "-hS", path.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(readelf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(readelf.waitFor()).isZero();
        assertThat(text)
                .contains("CORE (Core file)", "Advanced Micro Devices X86-64", ".xen_pages", ".xen_p2m", ".shstrtab")
                .doesNotContainIgnoringCase("warning")
                .doesNotContainIgnoringCase("error");
    }

    @Test
    void aSparseImageOfManyGigabytesIsWrittenAndReread() throws IOException {
        long slots = 4L << 30 >> Frames.PAGE_SHIFT;
        PageSource source = new PageSource() {
            @Override
            public long slots() {
                return slots;
            }

            @Override
            public long pfn(long slot) {
                return slot;
            }

            @Override
            public long mfn(long slot) {
                return 0x10_0000 + slot;
            }

            @Override
            public boolean read(long slot, ByteBuffer page) {
                if (slot == slots - 1) {
                    page.put("the last page".getBytes(StandardCharsets.US_ASCII));
                    return true;
                }
                return false;
            }
        };
        ElfDumpCoreWriter.paravirtualised(8).vcpu(new byte[5168]).write(path, source);
        try (DomainImage image = reread()) {
            Frames frames = image.frames();
            assertThat(frames.statistics().runs()).isEqualTo(1);
            assertThat(frames.statistics().present()).isEqualTo(slots);
            long offset = frames.fileOffsetOfMfn(0x10_0000 + slots - 1);
            assertThat(image.bytes().asSlice(offset).getString(0, StandardCharsets.US_ASCII))
                    .startsWith("the last page");
        }
    }
}
