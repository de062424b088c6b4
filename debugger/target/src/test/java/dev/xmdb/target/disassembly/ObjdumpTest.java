package dev.xmdb.target.disassembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xmdb.target.RealImages;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths and texts of instructions against objdump's. {@link Common} lists what is written differently on purpose. */
final class ObjdumpTest {
    private static final int INSTRUCTIONS = 20_000;
    private static final int RANDOM_BYTES = 20_000;

    /**
     * What objdump shows in random bytes and Capstone refuses, because processors refuse it: LOCK where nothing can be locked, moves of
     * segment registers that do not exist, an instruction of the 287; and REX prefixes that do not stand before the opcode, which objdump
     * shows as lines of their own. It shows a WAIT and the coprocessor's instruction after it as one, and gives UD0 operands.
     */
    private static final Pattern REFUSED = Pattern.compile(
            "(.*\\b)?(lock|rex(\\.[WRXB]+)?)\\b.*|mov[wlq]? .*%\\?.*|(data16|repz|repnz|[c-gs]s) rex.*|nop.*|ud0.*|.*287 only.*");

    /** The EVEX prefix: vector instructions that are younger than Capstone. */
    private static final String YOUNGER = "62";

    private static final String WAIT = "9b";

    private static final Disassembler DISASSEMBLER = new Disassembler();

    @BeforeEach
    void bothDecodersAreInstalled() {
        InstalledCapstone.isThere();
        assumeTrue(Objdump.isInstalled(), "objdump is not installed");
    }

    /** The instruction where objdump has a line. */
    private static Instruction ours(CpuMode mode, byte[] code, long base, Objdump.Line line) {
        int at = (int) (line.address() - base);
        int end = Math.min(code.length, at + CpuMode.LONGEST_INSTRUCTION);
        return DISASSEMBLER.instruction(mode, line.address(), Arrays.copyOfRange(code, at, end));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-5.10-hvm"})
    @EnabledIfEnvironmentVariable(named = RealImages.VARIABLE, matches = ".+")
    void theTextOfARealKernelIsReadAsObjdumpReadsIt(String image) throws IOException {
        Target target = Targets.open(RealImages.open(image), TargetOptions.NONE);
        var differences = new ArrayList<String>();
        int compared = 0;
        for (String begin : List.of("_stext", "do_syscall_64", "vsnprintf", "schedule", "tcp_sendmsg")) {
            long base = target.symbols().valueOf(begin).orElseThrow();
            var code = new byte[INSTRUCTIONS];
            target.virtual().read(base, code, 0, code.length);
            int lines = 0;
            for (Objdump.Line line : Objdump.of(CpuMode.BITS_64, base, code)) {
                if (lines++ == INSTRUCTIONS / 5 || line.address() - base > code.length - 15) {
                    break;
                }
                Instruction instruction = ours(CpuMode.BITS_64, code, base, line);
                compared++;
                boolean bothRefuse = !instruction.isDecoded() && !line.isDecoded();
                if (!bothRefuse
                        && (instruction.length() != line.length()
                                || !Common.of(instruction).equals(Common.of(line)))) {
                    differences.add(instruction.bytes() + ": " + line.text() + " / " + instruction.text());
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isEqualTo(INSTRUCTIONS);
    }

    @Test
    void anyBytesEndOrGoOnAsObjdumpThinks() throws IOException {
        var code = new byte[RANDOM_BYTES];
        new Random(20261121).nextBytes(code);
        var differences = new ArrayList<String>();
        for (Objdump.Line line : Objdump.of(CpuMode.BITS_64, 0x1000, code)) {
            Instruction instruction = ours(CpuMode.BITS_64, code, 0x1000, line);
            boolean cut = line.address() - 0x1000 > code.length - 15;
            boolean same = line.isDecoded() == instruction.isDecoded()
                    && (!line.isDecoded() || line.length() == instruction.length());
            boolean explained = cut
                    || instruction.bytes().equals(WAIT)
                    || instruction.bytes().equals(YOUNGER)
                    || REFUSED.matcher(line.text()).matches();
            // What only Capstone knows is a rare or undocumented form, as long as it says.
            if (!same && line.isDecoded() && !explained) {
                differences.add(instruction.bytes() + ": " + line.text() + " / " + instruction.text());
            }
        }
        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CpuMode.class)
    void anyBytesAreWalkedThroughToTheirEnd(CpuMode mode) {
        var code = new byte[RANDOM_BYTES / 4];
        new Random(7).nextBytes(code);
        int at = 0;
        while (at < code.length) {
            byte[] rest = Arrays.copyOfRange(code, at, Math.min(code.length, at + CpuMode.LONGEST_INSTRUCTION));
            Instruction instruction = DISASSEMBLER.instruction(mode, at, rest);
            assertThat(instruction.length()).isBetween(1, rest.length);
            assertThat(instruction.text()).matches("[ -~]+");
            at += instruction.length();
        }
    }
}
