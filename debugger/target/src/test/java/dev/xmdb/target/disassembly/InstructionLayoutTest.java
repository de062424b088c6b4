package dev.xmdb.target.disassembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is read of Capstone's structure, whatever it holds. */
final class InstructionLayoutTest {

    private static byte[] structure(int textAt, int size, String mnemonic, String operands) {
        var bytes = new byte[240];
        bytes[16] = (byte) size;
        bytes[17] = (byte) (size >> 8);
        put(bytes, textAt, mnemonic);
        put(bytes, textAt + 32, operands);
        return bytes;
    }

    private static void put(byte[] bytes, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
    }

    @Test
    void versions3And4HaveRoomFor16BytesAndVersion5For24() {
        assertThat(InstructionLayout.of(3)).isEqualTo(InstructionLayout.of(4));
        assertThat(InstructionLayout.OLD.read(structure(34, 3, "movq", "%rsp, %rbp"), 15))
                .isEqualTo(new Decoded(3, "movq", "%rsp, %rbp"));
        assertThat(InstructionLayout.NEW.read(structure(42, 3, "movq", "%rsp, %rbp"), 15))
                .isEqualTo(new Decoded(3, "movq", "%rsp, %rbp"));
    }

    @Test
    void aLaterVersionIsNotGuessed() {
        assertThat(InstructionLayout.of(6)).isNull();
        assertThat(InstructionLayout.of(2)).isNull();
    }

    @Test
    void anInstructionLongerThanItsBytesOrEmptyIsNone() {
        assertThat(InstructionLayout.NEW.read(structure(42, 16, "movq", ""), 15))
                .isNull();
        assertThat(InstructionLayout.NEW.read(structure(42, 0x103, "movq", ""), 15))
                .isNull();
        assertThat(InstructionLayout.NEW.read(structure(42, 0, "movq", ""), 15)).isNull();
        assertThat(InstructionLayout.NEW.read(structure(42, 3, "", ""), 15)).isNull();
    }

    @Test
    void textWithoutAnEndIsNone() {
        byte[] endless = structure(42, 3, "movq", "");
        Arrays.fill(endless, 74, 240, (byte) 'x');
        assertThat(InstructionLayout.NEW.read(endless, 15)).isNull();
    }
}
