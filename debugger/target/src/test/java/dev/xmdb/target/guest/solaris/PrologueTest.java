package dev.xmdb.target.guest.solaris;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrologueTest {
    private static byte[] code(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    private static Optional<Prologue.Style> style(String bytes, int count, boolean hidden) {
        return Prologue.of(code(bytes), count, hidden);
    }

    @Test
    void storesBelowTheFramePointerSaveArgumentsInAnyOrder() {
        assertThat(style("55 4889e5 4883ec10 488975f0 48897df8", 2, false)).contains(Prologue.Style.IN_ORDER);
        assertThat(style("55 4889e5 4883ec10 48897df8", 2, false)).isEmpty();
    }

    @Test
    void allSixRegistersHaveAStoreAndAPush() {
        assertThat(style("55 488bec 48897df8 488975f0 488955e8 48894de0 4c8945d8 4c894dd0", 6, false))
                .contains(Prologue.Style.IN_ORDER);
        assertThat(style("55 488bec 57 56 52 51 4150 4151", 6, false)).contains(Prologue.Style.IN_ORDER);
    }

    @Test
    void aTracedFunctionBeginsWithABreakpoint() {
        assertThat(style("cc 4889e5 57", 1, false)).contains(Prologue.Style.IN_ORDER);
    }

    @Test
    void withoutAFrameNothingIsSaved() {
        assertThat(style("48897df8 57", 1, false)).isEmpty();
        assertThat(style("55 57", 1, false)).isEmpty();
    }

    @Test
    void bytesInsideAnInstructionAreNoStore() {
        // mov $0xf87d8948,%eax holds the bytes of a store as its operand.
        assertThat(style("55 4889e5 b848897df8", 1, false)).isEmpty();
    }

    @Test
    void codeThatIsNoneEndsTheSearch() {
        assertThat(style("55 4889e5 06 57", 1, false)).isEmpty();
        assertThat(style("55 4889e5 4889", 1, false)).isEmpty();
        assertThat(style("", 1, false)).isEmpty();
    }

    @Test
    void aHiddenArgumentHasASlotOrNone() {
        assertThat(style("55 4889e5 48897df8 488975f0", 1, true)).contains(Prologue.Style.IN_ORDER);
        assertThat(style("55 4889e5 488975f8", 1, true)).contains(Prologue.Style.HIDDEN_NOT_SAVED);
        assertThat(style("55 4889e5 48897df8", 1, true)).isEmpty();
    }

    /** Encodings of the AMD64 manual's opcode maps, each with its length counted by hand. */
    @ParameterizedTest
    @CsvSource({
        "90, 1",
        "55, 1",
        "4889e5, 3",
        "4883ec20, 4",
        "4881ec00010000, 7",
        "488b0425cc000000, 8",
        "488b0533000000, 7",
        "48c7c001000000, 7",
        "48b88877665544332211, 10",
        "66b83412, 4",
        "65488b042500000000, 9",
        "f6c301, 3",
        "f6d3, 2",
        "f7c378563412, 6",
        "0f8478563412, 6",
        "0fb645f8, 4",
        "0f05, 2",
        "0fba2d3300000003, 8",
        "660f3a0fc108, 6",
        "c8100000, 4",
        "e878563412, 5",
        "eb10, 2",
        "c20800, 3",
        "6a05, 2",
        "6878563412, 5",
        "8d442408, 4",
        "8b84cd78563412, 7",
        "c5f877, 3",
    })
    void anInstructionIsAsLongAsTheManualSays(String bytes, int length) {
        assertThat(InstructionLength.at(code(bytes + "9090"), 0)).isEqualTo(length);
        assertThat(InstructionLength.at(code(bytes), 0)).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"06", "48", "e87856", "8d44", "ea", "666666666666666666666666666666666690"})
    void whatIsNoWholeInstructionHasNoLength(String bytes) {
        assertThat(InstructionLength.at(code(bytes), 0)).isZero();
    }
}
