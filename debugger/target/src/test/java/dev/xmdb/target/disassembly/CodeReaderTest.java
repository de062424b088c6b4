package dev.xmdb.target.disassembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.work.Effort;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instructions from memory, forward and back. */
final class CodeReaderTest {
    private static final long PAGE = 0xffffffff81001000L;
    /** push, mov, a move of ten bytes, call, pop, ret: at 0, 1, 4, e, 13, 14. */
    private static final String FUNCTION = "55 4889e5 48b88877665544332211 e800000000 5d c3";

    private final MemoryOf memory = new MemoryOf(8);
    private final CodeReader reader = new CodeReader(new Disassembler(), CpuMode.BITS_64, memory);

    @BeforeEach
    void capstoneIsInstalled() {
        InstalledCapstone.isThere();
    }

    private void code(long address, String bytes) {
        memory.put(address, HexFormat.of().parseHex(bytes.replace(" ", "")));
    }

    private List<Long> before(long address, int count, OptionalLong start) {
        return reader.before(address, count, _ -> start, Effort.UNWATCHED).stream()
                .map(Instruction::address)
                .toList();
    }

    @Test
    void aFunctionsBeginningShowsWhereItsInstructionsBegin() {
        code(PAGE, FUNCTION);
        assertThat(before(PAGE + 0x13, 3, OptionalLong.of(PAGE))).containsExactly(PAGE + 1, PAGE + 4, PAGE + 0xe);
        assertThat(before(PAGE + 0x13, 4, OptionalLong.of(PAGE))).containsExactly(PAGE, PAGE + 1, PAGE + 4, PAGE + 0xe);
    }

    @Test
    void withoutABeginningSoundCodeThatMeetsTheAddressIsFound() {
        code(PAGE + 0x100, "90".repeat(64) + FUNCTION.replace(" ", ""));
        assertThat(before(PAGE + 0x140 + 0x13, 2, OptionalLong.empty())).containsExactly(PAGE + 0x144, PAGE + 0x14e);
    }

    @Test
    void aBeginningThatDoesNotMeetTheAddressIsNotBelieved() {
        code(PAGE, FUNCTION);
        assertThat(before(PAGE + 6, 3, OptionalLong.of(PAGE))).doesNotContain(PAGE + 4);
    }

    @Test
    void theSearchEndsWhereItPassesTheAddress() {
        code(PAGE, FUNCTION + "90".repeat(0x4000));
        var steps = new AtomicLong();
        reader.before(PAGE + 6, 1, _ -> OptionalLong.of(PAGE), (_, _, _) -> steps.incrementAndGet());
        assertThat(steps).hasValueLessThan(100);
    }

    @Test
    void nothingIsBeforeTheFirstBytesOfMemory() {
        code(PAGE, FUNCTION);
        assertThat(before(PAGE, 10, OptionalLong.of(PAGE - 4))).isEmpty();
    }

    @Test
    void anInstructionWhoseEndIsMissingFaultsAtTheMissingByte() {
        code(PAGE + 0xffe, "e811");
        assertThatThrownBy(() -> reader.at(PAGE + 0xffe))
                .isInstanceOfSatisfying(
                        MemoryFaultException.class,
                        fault -> assertThat(fault.address()).isEqualTo(PAGE + 0x1000));
    }

    @Test
    void anInstructionThatEndsWithItsPageIsRead() {
        code(PAGE + 0xffb, "e811223344");
        assertThat(reader.at(PAGE + 0xffb).length()).isEqualTo(5);
        code(PAGE + 0xfff, "06");
        assertThat(reader.at(PAGE + 0xfff).isDecoded()).isFalse();
    }

    @Test
    void memoryThatIsNotThereFaults() {
        assertThatThrownBy(() -> reader.at(PAGE)).isInstanceOf(MemoryFaultException.class);
    }
}
