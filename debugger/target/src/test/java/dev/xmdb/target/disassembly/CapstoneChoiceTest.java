package dev.xmdb.target.disassembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where Capstone is taken from, and what is said when there is none. */
final class CapstoneChoiceTest {
    private static final byte[] PUSH = HexFormat.of().parseHex("55");

    @Test
    void aFileThatTheUserNamedIsTheOnlyOneThatIsTried(@TempDir Path folder) {
        String missing = folder.resolve("libcapstone.so").toString();
        var disassembler = new Disassembler(() -> new CapstoneChoice(Optional.of(missing), List.of()).capstone());
        assertThatThrownBy(() -> disassembler.instruction(CpuMode.BITS_64, 0, PUSH))
                .isInstanceOf(DisassemblerException.class)
                .hasMessage("no disassembler: cannot load " + missing
                        + " (named by XMDB_CAPSTONE; leave it out, or say built-in)");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLibraryThatIsNoCapstoneIsRefused() {
        assertThatThrownBy(() -> new CapstoneChoice(Optional.of("/proc/self/exe"), List.of()).capstone())
                .isInstanceOf(DisassemblerException.class)
                .hasMessageStartingWith("no disassembler: ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutALibraryTheBuiltInOneServes() {
        var choice = new CapstoneChoice(Optional.empty(), List.of("libxmdb-no-such-library.so", "libc.so.6"));
        var disassembler = new Disassembler(choice::capstone);
        assertThat(disassembler.title()).isEqualTo("built-in Capstone, version 5.0.9");
        assertThat(disassembler.instruction(CpuMode.BITS_64, 0, PUSH).text()).isEqualTo("pushq  %rbp");
    }

    @Test
    void nothingIsLookedForBeforeTheFirstInstruction() {
        var disassembler = new Disassembler(() -> {
            throw new DisassemblerException("looked for");
        });
        assertThatThrownBy(disassembler::title).hasMessage("looked for");
    }
}
