package dev.xmdb.target.disassembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where Capstone is taken from, and what is said when there is none. */
final class CapstoneChoiceTest {
    private static final byte[] PUSH = HexFormat.of().parseHex("55");
    private static final String HELP = "; install Capstone 3 to 5 (Debian: libcapstone4; others: capstone), "
            + "or name its library in XMDB_CAPSTONE";

    /** A system that has some libraries and no others. */
    private static Function<String, SymbolLookup> system(Map<String, SymbolLookup> libraries) {
        return name -> {
            SymbolLookup library = libraries.get(name);
            if (library == null) {
                throw new IllegalArgumentException("Cannot open library: " + name);
            }
            return library;
        };
    }

    private static CapstoneChoice usual(String system) {
        return new CapstoneChoice(Optional.empty(), CapstoneChoice.libraries(system, ""));
    }

    @Test
    void aSystemWithoutCapstoneIsToldWhatWasLookedForAndWhatToInstall() {
        assertThatThrownBy(() -> usual("Linux").capstone(system(Map.of())))
                .isInstanceOf(DisassemblerException.class)
                .hasMessage(
                        "no disassembler: cannot load libcapstone.so.5, libcapstone.so.4, libcapstone.so.3, libcapstone.so"
                                + HELP);
        assertThatThrownBy(() -> usual("Mac OS X").capstone(system(Map.of())))
                .hasMessageStartingWith("no disassembler: cannot load /opt/homebrew/lib/libcapstone.dylib, ")
                .hasMessageEndingWith(HELP);
        assertThatThrownBy(() -> usual("Windows 11").capstone(system(Map.of())))
                .hasMessage("no disassembler: no folder of PATH has a capstone.dll" + HELP);
    }

    @Test
    void onWindowsTheFoldersOfPathAreSearchedAndNotTheWorkingDirectory(@TempDir Path folder) throws IOException {
        Path library = Files.createFile(folder.resolve("capstone.dll"));
        String path =
                String.join(File.pathSeparator, "", ".", folder.resolve("none").toString(), folder.toString());
        assertThat(CapstoneChoice.libraries("Windows 11", path)).containsExactly(library.toString());
    }

    @ParameterizedTest
    @CsvSource({"libcapstone.so.3, 3, 16", "libcapstone.so.4, 4, 16", "libcapstone.so.5, 5, 24", "libcapstone.so, 5, 24"
    })
    void everyUsualNameIsFound(String name, int version, int bytes) {
        Capstone capstone = usual("Linux").capstone(system(Map.of(name, FakeCapstone.of(version, true, bytes))));
        assertThat(capstone.title()).isEqualTo(name + ", version " + version + ".0");
        assertThat(capstone.decode(CpuMode.BITS_64, 0, PUSH)).isEqualTo(new Decoded(1, "pushq", "%rbp"));
        assertThat(capstone.decode(CpuMode.BITS_64, 0, new byte[] {6})).isNull();
    }

    @Test
    void aLibraryThatCannotBeUsedMakesRoomForTheNext() {
        Capstone capstone = usual("Linux")
                .capstone(system(Map.of(
                        "libcapstone.so.5", FakeCapstone.of(5, false, 24),
                        "libcapstone.so.4", FakeCapstone.of(4, true, 16))));
        assertThat(capstone.title()).startsWith("libcapstone.so.4");
    }

    @Test
    void aBuildBetweenTwoVersionsIsReadAsItLaysOutItsInstructions() {
        Capstone capstone = usual("Linux").capstone(system(Map.of("libcapstone.so.4", FakeCapstone.of(4, true, 24))));
        assertThat(capstone.decode(CpuMode.BITS_64, 0, PUSH)).isEqualTo(new Decoded(1, "pushq", "%rbp"));
    }

    @Test
    void whyALibraryCannotBeUsedIsSaid() {
        assertThatThrownBy(() -> usual("Linux")
                        .capstone(system(Map.of(
                                "libcapstone.so.5", FakeCapstone.of(5, false, 24),
                                "libcapstone.so.4", FakeCapstone.of(6, true, 24),
                                "libcapstone.so.3", FakeCapstone.of(3, true, 20),
                                "libcapstone.so", name -> Optional.empty()))))
                .hasMessage("no disassembler: libcapstone.so.5, version 5.0 was built without x86; "
                        + "libcapstone.so.4, version 6.0 is not one of the versions 3 to 5; "
                        + "libcapstone.so.3, version 3.0 lays out its instructions in an unknown way; "
                        + "libcapstone.so is no Capstone: it has no cs_version" + HELP);
    }

    @Test
    void aFileThatTheUserNamedIsTheOnlyOneThatIsTried(@TempDir Path folder) {
        String missing = folder.resolve("libcapstone.so").toString();
        var tried = new ArrayList<String>();
        var choice = new CapstoneChoice(Optional.of(missing), List.of("libcapstone.so.4"));
        assertThatThrownBy(() -> choice.capstone(name -> {
                    tried.add(name);
                    throw new IllegalArgumentException(name);
                }))
                .isInstanceOf(DisassemblerException.class)
                .hasMessageStartingWith("no disassembler: cannot load " + missing + " (named by ")
                .hasMessageEndingWith(
                        "); name the library of Capstone 3 to 5 (Debian: libcapstone4; others: capstone)");
        assertThat(tried).containsExactly(missing);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatIsNoCapstoneIsRefused() {
        assertThatThrownBy(() -> new CapstoneChoice(Optional.of("/proc/self/exe"), List.of()).capstone())
                .isInstanceOf(DisassemblerException.class)
                .hasMessageStartingWith("no disassembler: ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void librariesThatTheSystemDoesNotHaveAndOnesThatAreSomethingElseAreNamed() {
        var choice = new CapstoneChoice(Optional.empty(), List.of("libxmdb-no-such-library.so", "libc.so.6"));
        assertThat(new Disassembler(choice::capstone).problem())
                .hasValue("no disassembler: libc.so.6 is no Capstone: it has no cs_version; "
                        + "cannot load libxmdb-no-such-library.so" + HELP);
    }

    @Test
    void nothingIsLookedForBeforeTheFirstInstructionAndNothingTwice() {
        var looked = new ArrayList<String>();
        var disassembler = new Disassembler(() -> {
            looked.add("looked for");
            throw new DisassemblerException("none");
        });
        assertThat(looked).isEmpty();
        assertThatThrownBy(() -> disassembler.instruction(CpuMode.BITS_64, 0, PUSH))
                .hasMessage("none");
        assertThat(disassembler.problem()).hasValue("none");
        assertThat(looked).hasSize(1);
    }

    @Test
    void aDisassemblerThatFoundItsLibraryHasNoProblem() {
        var disassembler = new Disassembler(() -> new Capstone("fake", FakeCapstone.of(5, true, 24)));
        assertThat(disassembler.problem()).isEmpty();
        assertThat(disassembler.instruction(CpuMode.BITS_64, 0, PUSH).text()).isEqualTo("pushq  %rbp");
    }
}
