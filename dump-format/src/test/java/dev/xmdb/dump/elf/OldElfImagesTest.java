package dev.xmdb.dump.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.file.ImageFile;
import dev.xmdb.dump.vcpu.GuestContextBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of tools before Xen 4, which wrote the container in other shapes. */
class OldElfImagesTest {
    private static final String NAMES = "\0.note.Xen\0.xen_prstatus\0.xen_p2m\0.xen_pages\0.shstrtab\0";
    private static final int NOTES = 52 + 6 * 40;
    private static final int NOTES_SIZE = 48 + 16 + 1276;
    private static final int CONTEXTS = NOTES + NOTES_SIZE;
    private static final int MACHINE_386 = 3;

    @TempDir
    Path folder;

    /**
     * What 32-bit tools wrote early in 2007: ELFCLASS32, notes of their own word size, native contexts, the list before the pages, the
     * names elsewhere in the table.
     */
    private static byte[] image32(int vcpus, int contextBytes) {
        int list = CONTEXTS + contextBytes;
        int pages = (list + 2 * 16 + 4095) / 4096 * 4096;
        int names = pages + 2 * 4096;
        byte[] bytes = new byte[names + NAMES.length()];
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 1});
        file.putShort(16, (short) 4)
                .putShort(18, (short) MACHINE_386)
                .putInt(20, 1)
                .putInt(32, 52);
        file.putShort(40, (short) 52).putShort(42, (short) 32).putShort(46, (short) 40);
        file.putShort(48, (short) 6).putShort(50, (short) 5);
        section(file, 1, ".note.Xen", 7, NOTES, NOTES_SIZE, 0, 0);
        section(file, 2, ".xen_prstatus", 1, CONTEXTS, contextBytes, 4, contextBytes / vcpus);
        section(file, 3, ".xen_p2m", 1, list, 32, 4, 16);
        section(file, 4, ".xen_pages", 1, pages, 2 * 4096, 4096, 4096);
        section(file, 5, ".shstrtab", 3, names, NAMES.length(), 0, 0);
        note(file, NOTES, 32, 0x200_0001);
        file.putLong(NOTES + 16, 0xf00f_ebedL).putLong(NOTES + 24, vcpus);
        file.putLong(NOTES + 32, 2).putLong(NOTES + 40, 4096);
        note(file, NOTES + 48, 1276, 0x200_0002);
        file.putLong(NOTES + 64, 3).putLong(NOTES + 72, 1);
        file.putInt(NOTES + 64 + 1264, 0xf580_0000).putLong(NOTES + 64 + 1268, 4096);
        file.putLong(list, 0).putLong(list + 8, 0x900).putLong(list + 16, 1).putLong(list + 24, 0x700);
        file.put(names, NAMES.getBytes(StandardCharsets.ISO_8859_1));
        return bytes;
    }

    private static void section(
            ByteBuffer file, int index, String name, int type, int offset, int size, int alignment, int entrySize) {
        int at = 52 + index * 40;
        file.putInt(at, NAMES.indexOf("\0" + name + "\0") + 1).putInt(at + 4, type);
        file.putInt(at + 16, offset)
                .putInt(at + 20, size)
                .putInt(at + 32, alignment)
                .putInt(at + 36, entrySize);
    }

    private static void note(ByteBuffer file, int at, int size, int type) {
        file.putInt(at, 4).putInt(at + 4, size).putInt(at + 8, type);
        file.put(at + 12, "Xen\0".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] context(int vcpu) {
        return GuestContextBuilder.x86_32()
                .register("eip", 0xc010_0000L + vcpu)
                .register("cs", 0xe019)
                .register("eflags", 0x202)
                .controlRegister(3, GuestContextBuilder.foldedRoot(0x900))
                .build();
    }

    private DomainImage open(byte[] file) throws IOException {
        Path path = Files.write(folder.resolve("old"), file);
        return ElfDumpCoreReader.read(ImageFile.open(path), List.of());
    }

    @Test
    void aClass32ImageWithItsListBeforeThePagesIsRead() throws IOException {
        byte[] file = image32(2, 2 * 2800);
        System.arraycopy(context(0), 0, file, CONTEXTS, 2800);
        System.arraycopy(context(1), 0, file, CONTEXTS + 2800, 2800);
        try (DomainImage image = open(file)) {
            assertThat(image.kind()).isEqualTo(DomainKind.PV);
            assertThat(image.wordSize()).isEqualTo(4);
            assertThat(image.vcpus())
                    .extracting(vcpu -> vcpu.instructionPointer())
                    .containsExactly(0xc010_0000L, 0xc010_0001L);
            assertThat(image.vcpus().getFirst().kernelRootFrame()).isEqualTo(0x900);
            assertThat(image.frames().mfnOfPfn(1)).isEqualTo(0x700);
            assertThat(image.frames().fileOffsetOfMfn(0x900)).isPositive();
            assertThat(image.xenVersion().orElseThrow().virtStart()).isEqualTo(0xf580_0000L);
            assertThat(image.xenVersion().orElseThrow().pageSize()).isEqualTo(4096);
            assertThat(image.degradations()).singleElement().asString().contains("no .xen_shared_info");
        }
    }

    @Test
    void contextsThatTheToolsCutWronglyAreRecoveredAsFarAsTheyGo() throws IOException {
        // Three contexts in elements of 5168 bytes, of which the tools wrote 3 x 2800 bytes.
        byte[] elements = new byte[3 * 5168];
        for (int vcpu = 0; vcpu < 3; vcpu++) {
            System.arraycopy(context(vcpu), 0, elements, vcpu * 5168, 2800);
        }
        byte[] file = image32(3, 3 * 2800);
        System.arraycopy(elements, 0, file, CONTEXTS, 3 * 2800);
        try (DomainImage image = open(file)) {
            assertThat(image.vcpus())
                    .extracting(vcpu -> vcpu.instructionPointer())
                    .containsExactly(0xc010_0000L, 0xc010_0001L);
            assertThat(image.degradations()).anyMatch(line -> line.contains("2 of 3 vCPUs could be recovered"));
        }
    }

    @Test
    void pagesLostAfterAWholeListAreNamedOneByOne() throws IOException {
        byte[] whole = image32(1, 2800);
        System.arraycopy(context(0), 0, whole, CONTEXTS, 2800);
        byte[] cut = Arrays.copyOf(whole, 8192 + 100);
        try (DomainImage image = open(cut)) {
            assertThat(image.frames().mfnOfPfn(1)).isEqualTo(0x700);
            assertThat(image.frames().absenceOfPfn(1)).isEqualTo(FrameAbsence.TRUNCATED);
            assertThat(image.frames().absenceOfMfn(0x700)).isEqualTo(FrameAbsence.TRUNCATED);
            assertThat(image.degradations()).anyMatch(line -> line.contains("of 2 slots are lost"));
        }
    }
}
