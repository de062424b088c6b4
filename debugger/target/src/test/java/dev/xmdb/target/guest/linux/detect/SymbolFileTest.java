package dev.xmdb.target.guest.linux.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.vmlinux.ElfOf;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample with a file of its kernel's symbols. The file is made of the sample's own table, which is then destroyed. */
final class SymbolFileTest {
    private static final Path SAMPLE = Path.of("..", "..", "samples", "images", "linux-pv64-small.core.xz");
    private static final long NOWHERE = -1;
    private static final int TOKENS = 512;
    private static final int FUNCTION = 2;

    /** What the kernel of the sample wrote into its notes. */
    private static final String BUILD_ID = "3b43fad5034874490492495d552c0af6a5fab235";

    @TempDir
    private static Path folder;

    private static Path plain = Path.of("");
    private static Target sound;

    @BeforeAll
    static void open() throws IOException {
        plain = folder.resolve("plain.core");
        sound = Targets.open(DomainImages.open(SAMPLE, OpenProgress.NONE), TargetOptions.NONE);
        try (var file = Files.newByteChannel(plain, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var bytes = sound.image().bytes();
            for (long at = 0; at < bytes.byteSize(); ) {
                at += file.write(bytes.asSlice(at, Math.min(1 << 24, bytes.byteSize() - at))
                        .asByteBuffer());
            }
        }
    }

    @AfterAll
    static void close() {
        sound.close();
    }

    private static LinuxGuest guest(Target target) {
        return (LinuxGuest) target.guest();
    }

    /** A copy of the sample with zeroes at some addresses; -1 stands for none. */
    private static Path copy(long... addresses) throws IOException {
        Path copy = Files.copy(plain, folder.resolve("copy.core"), StandardCopyOption.REPLACE_EXISTING);
        try (var file = new RandomAccessFile(copy.toFile(), "rw")) {
            for (long address : addresses) {
                if (address != NOWHERE) {
                    file.seek(guest(sound).memory().fileOffset(address));
                    file.write(new byte[TOKENS]);
                }
            }
        }
        return copy;
    }

    private static long tokens() {
        return guest(sound)
                .coreInfo()
                .orElseThrow()
                .symbol("kallsyms_token_table")
                .orElseThrow();
    }

    private static long note() {
        return guest(sound)
                .memory()
                .readLong(guest(sound).kallsyms().valueOf("vmcoreinfo_note").orElseThrow());
    }

    /** The file of a kernel that is linked below where the sample's is. */
    private static ElfOf file(long below) {
        Kallsyms own = guest(sound).kallsyms();
        var file = new ElfOf(own.valueOf("_stext").orElseThrow() - below, 0xffffffffb0000000L);
        for (int symbol = 0; symbol < own.count(); symbol++) {
            long address = own.address(symbol);
            boolean perCpu = address >= 0;
            file.symbol(
                    own.name(symbol),
                    FUNCTION,
                    perCpu ? ElfOf.PER_CPU : ElfOf.TEXT,
                    perCpu ? address : address - below);
        }
        return file.build(BUILD_ID);
    }

    private static Target open(Path image, ElfOf file) throws IOException {
        return open(image, file, OptionalLong.empty());
    }

    private static Target open(Path image, ElfOf file, OptionalLong kaslr) throws IOException {
        return Targets.open(
                DomainImages.open(image, OpenProgress.NONE),
                new TargetOptions(OptionalLong.empty(), Optional.empty(), kaslr, Optional.of(file.in(folder))));
    }

    private static void hasAllSymbols(Target target) {
        Kallsyms own = guest(sound).kallsyms();
        Kallsyms taken = guest(target).kallsyms();
        assertThat(taken.count()).isGreaterThan(own.count() - 2000);
        for (String name : new String[] {"_text", "init_task", "schedule", "runqueues", "modules", "__start_BTF"}) {
            assertThat(taken.valueOf(name)).as(name).isEqualTo(own.valueOf(name));
        }
        assertThat(guest(target).tasks(problem -> {}))
                .hasSameSizeAs(guest(sound).tasks(problem -> {}));
    }

    @Test
    void aKernelWithoutItsTableHasAllSymbolsOfTheFile() throws IOException {
        try (Target target = open(copy(tokens()), file(0))) {
            hasAllSymbols(target);
            assertThat(target.degradations())
                    .singleElement()
                    .asString()
                    .startsWith("the kernel's table of symbols (kallsyms) was not found: ")
                    .endsWith(" symbols of " + folder.resolve("vmlinux") + " are used");
        }
    }

    @Test
    void howFarTheKernelWasMovedFollowsFromWhatItWroteDown() throws IOException {
        try (Target target = open(copy(tokens()), file(0x600000))) {
            hasAllSymbols(target);
        }
    }

    @Test
    void withoutThatItIsLookedFor() throws IOException {
        try (Target target = open(copy(tokens(), note()), file(0x600000))) {
            hasAllSymbols(target);
        }
    }

    @Test
    void aDistanceThatIsNoMultipleOfTheUsualIsTakenFromTheUser() throws IOException {
        long odd = 0x123000;
        try (Target target = open(copy(tokens(), note()), file(odd))) {
            assertThat(target.degradations()).anyMatch(line -> line.startsWith("--vmlinux "));
        }
        try (Target target = open(copy(tokens(), note()), file(odd), OptionalLong.of(odd))) {
            assertThat(guest(target).kallsyms().valueOf("init_task"))
                    .isEqualTo(guest(sound).kallsyms().valueOf("init_task"));
        }
    }

    @Test
    void aFileOfAnotherBuildIsNotUsedAndBothAreNamed() throws IOException {
        String other = "00" + BUILD_ID.substring(2);
        String refusal = "--vmlinux " + folder.resolve("vmlinux") + " is not used: its build ID is " + other
                + ", that of the kernel in this image " + BUILD_ID;
        for (long damage : new long[] {NOWHERE, tokens()}) {
            try (Target target = open(copy(damage), file(0).build(other))) {
                assertThat(target.degradations()).contains(refusal);
                assertThat(guest(target).tasks(problem -> {})).isNotEmpty();
            }
        }
    }

    @Test
    void aFileWithoutABuildIdWhoseSymbolsAreElsewhereIsNotUsed() throws IOException {
        ElfOf file = new ElfOf(0xffffffff81000000L, 0xffffffff82000000L)
                .symbol("_stext", FUNCTION, ElfOf.TEXT, 0xffffffff81000000L)
                .symbol("init_task", FUNCTION, ElfOf.TEXT, 0xffffffff82345600L)
                .symbol("other", FUNCTION, ElfOf.TEXT, 0xffffffff82345678L);
        try (Target target = open(plain, file)) {
            assertThat(target.degradations())
                    .singleElement()
                    .asString()
                    .endsWith("is not used: the kernel in this image has its symbols elsewhere");
            assertThat(target.symbols().valueOf("other")).isEmpty();
        }
    }

    @Test
    void aSoundKernelGetsTheNamesThatItsTableLacks() throws IOException {
        long at = guest(sound).kallsyms().valueOf("init_task").orElseThrow() + 0x40;
        try (Target target = open(plain, file(0).symbol("within_the_first_task", FUNCTION, ElfOf.TEXT, at))) {
            assertThat(target.degradations()).isEmpty();
            assertThat(target.symbols().valueOf("within_the_first_task")).hasValue(at);
            assertThat(guest(target).sign()).contains(", 1 more of " + folder.resolve("vmlinux"));
            hasAllSymbols(target);
        }
    }

    @Test
    void aFileThatIsNoneIsNamedAndTheImageOpensWithout() throws IOException {
        Path none = Files.writeString(folder.resolve("none"), "no kernel");
        var options =
                new TargetOptions(OptionalLong.empty(), Optional.empty(), OptionalLong.empty(), Optional.of(none));
        try (Target target = Targets.open(DomainImages.open(plain, OpenProgress.NONE), options)) {
            assertThat(target.degradations()).containsExactly("--vmlinux " + none + " is not used: it is no ELF file");
            hasAllSymbols(target);
        }
    }
}
