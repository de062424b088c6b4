package dev.xmdb.target.guest.linux.vmlinux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.guest.linux.kallsyms.KernelSymbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelFileTest {
    private static final long TEXT = 0xffffffff81000000L;
    private static final long RODATA = 0xffffffff82000000L;
    private static final int OBJECT = 1;
    private static final int FUNCTION = 2;
    private static final int FILE = 4;
    private static final int LOCAL_FUNCTION = 2;
    private static final int WEAK_FUNCTION = 0x22;
    private static final int SECTION_TABLE = 40;
    private static final int SECTION_SIZE = 32;
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path folder;

    private static ElfOf small() {
        return new ElfOf(TEXT, RODATA)
                .build(ID)
                .banner("Linux version 6.1.0 (somebody)")
                .symbol("_stext", 0, ElfOf.TEXT, TEXT)
                .symbol("linux_banner", OBJECT, ElfOf.RODATA, RODATA);
    }

    private KernelFile read(ElfOf file) throws IOException {
        return KernelFile.read(file.in(folder));
    }

    private void refused(byte[] bytes, String why) throws IOException {
        Path file = Files.write(folder.resolve("vmlinux"), bytes);
        assertThatThrownBy(() -> KernelFile.read(file))
                .isInstanceOf(KernelFileException.class)
                .hasMessageContaining(why);
    }

    @Test
    void itTellsItsBuildItsBannerAndItsSymbols() throws IOException {
        KernelFile file = read(small());
        assertThat(file.buildId()).contains(ID);
        assertThat(file.banner()).contains("Linux version 6.1.0 (somebody)");
        assertThat(file.valueOf("_stext")).hasValue(TEXT);
        assertThat(file.valueOf("nosuch")).isEmpty();
        assertThat(file.movedBy(0))
                .containsExactly(new KernelSymbol("_stext", 'T', TEXT), new KernelSymbol("linux_banner", 'R', RODATA));
    }

    @Test
    void aMovedKernelsAddressesMoveAndPerCpuVariablesStay() throws IOException {
        KernelFile file = read(small().symbol("runqueues", OBJECT, ElfOf.PER_CPU, 0x31c40));
        assertThat(file.movedBy(0x19200000))
                .containsExactly(
                        new KernelSymbol("runqueues", 'A', 0x31c40),
                        new KernelSymbol("_stext", 'T', TEXT + 0x19200000),
                        new KernelSymbol("linux_banner", 'R', RODATA + 0x19200000));
    }

    @Test
    void onlyWhatNamesAPlaceIsTaken() throws IOException {
        KernelFile file = read(small().symbol("main.c", FILE, ElfOf.ABSOLUTE, 0)
                .symbol("__crc_schedule", 0, ElfOf.ABSOLUTE, 0x1234)
                .symbol("elsewhere", FUNCTION, 0, TEXT + 0x40)
                .symbol("sp_offset", 0, ElfOf.ABSOLUTE, 8)
                .symbol("user", OBJECT, ElfOf.RODATA, 0x400000)
                .symbol(".LC0", 0, ElfOf.RODATA, RODATA + 8)
                .symbol("", FUNCTION, ElfOf.TEXT, TEXT + 8));
        assertThat(file.count()).isEqualTo(2);
    }

    @Test
    void ofSeveralAtOnePlaceTheOneThatTheKernelPrintsComesFirst() throws IOException {
        long at = TEXT + 0x100;
        KernelFile file = read(small().symbolWith("weak", WEAK_FUNCTION, ElfOf.TEXT, at)
                .symbol("__code_end", 0, ElfOf.TEXT, at)
                .symbol("__x64_sys_getpid", FUNCTION, ElfOf.TEXT, at)
                .symbol("__ia32_sys_getpid", FUNCTION, ElfOf.TEXT, at)
                .symbolWith("getpid", LOCAL_FUNCTION, ElfOf.TEXT, at));
        assertThat(file.movedBy(0).stream()
                        .filter(symbol -> symbol.address() == at)
                        .map(symbol -> symbol.letter() + " " + symbol.name()))
                .containsExactly("t getpid", "T __ia32_sys_getpid", "T __x64_sys_getpid", "T __code_end", "W weak");
    }

    @Test
    void withoutABuildIdThereIsNone() throws IOException {
        assertThat(read(small().build("")).buildId()).isEmpty();
    }

    @Test
    void whatIsNoKernelWithSymbolsIsRefused() throws IOException {
        byte[] sound = small().bytes();
        refused(new byte[0], "no ELF file");
        refused(new byte[4096], "no ELF file");
        byte[] other = sound.clone();
        other[4] = 1;
        refused(other, "64-bit x86");
        byte[] object = sound.clone();
        object[16] = 1;
        refused(object, "type 1");
        byte[] sectionless = sound.clone();
        sectionless[60] = 0;
        refused(sectionless, "no sections");
        refused(
                new ElfOf(TEXT, RODATA)
                        .symbol("main", FUNCTION, ElfOf.TEXT, 0x401000)
                        .bytes(),
                "linked");
    }

    @Test
    void aFileCutOffAnywhereIsRefused() throws IOException {
        byte[] sound = small().bytes();
        for (int length = 0; length < sound.length; length += 7) {
            refused(Arrays.copyOf(sound, length), "it");
        }
    }

    @Test
    void sizesThatTheFileDoesNotHaveAreRefused() throws IOException {
        byte[] sound = small().bytes();
        int table = (sound[SECTION_TABLE] & 0xff) | (sound[SECTION_TABLE + 1] & 0xff) << 8;
        for (int section = 5; section <= 6; section++) {
            for (int wrong : new int[] {0x7f, 0xff}) {
                byte[] damaged = sound.clone();
                damaged[table + 64 * section + SECTION_SIZE + 7] = (byte) wrong;
                refused(damaged, "is not in the file");
            }
        }
        byte[] many = sound.clone();
        many[61] = (byte) 0xff;
        refused(many, "section headers");
    }

    @Test
    void notesOfAnySizeDoNotMislead() {
        byte[] notes = new byte[64];
        Arrays.fill(notes, (byte) 0xff);
        assertThat(BuildId.of(notes)).isEmpty();
        assertThat(BuildId.of(new byte[64])).isEmpty();
        assertThat(BuildId.of(new byte[5])).isEmpty();
    }
}
