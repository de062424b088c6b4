package dev.xmdb.target.disassembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How instructions are written. The encodings are those of the processor's manual; the texts those of sessions with mdb. */
final class MdbSyntaxTest {
    private static final Disassembler DISASSEMBLER = new Disassembler();

    @BeforeEach
    void capstoneIsInstalled() {
        InstalledCapstone.isThere();
    }

    private static Instruction instruction(CpuMode mode, long address, String bytes) {
        return DISASSEMBLER.instruction(mode, address, HexFormat.of().parseHex(bytes.replace(" ", "")));
    }

    private static String text(CpuMode mode, String bytes) {
        return instruction(mode, 0x1000, bytes).text(address -> null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "55             | pushl  %ebp",
                "8b ec          | movl   %esp,%ebp",
                "83 ec 0c       | subl   $0xc,%esp",
                "8d 45 f4       | leal   -0xc(%ebp),%eax",
                "68 14 31 b1 c4 | pushl  $0xc4b13114",
                "ff 75 0c       | pushl  0xc(%ebp)",
                "c9             | leave",
                "c3             | ret",
            })
    void a32BitProcessLooksAsItDoesInMdb(String bytes, String expected) {
        assertThat(text(CpuMode.BITS_32, bytes)).isEqualTo(expected);
    }

    @Test
    void aCallIsADistanceFromTheNextInstruction() {
        assertThat(text(CpuMode.BITS_32, "e8 20 52 59 43")).isEqualTo("call   +0x43595220      <0x43596225>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "55                         | pushq  %rbp",
                "48 89 e5                   | movq   %rsp,%rbp",
                "48 83 e4 f0                | andq   $0xfffffffffffffff0,%rsp",
                "83 e4 f0                   | andl   $0xfffffff0,%esp",
                "64 48 8b 0c 25 f0 ff ff ff | movq   %fs:-0x10,%rcx",
                "48 3b 21                   | cmpq   (%rcx),%rsp",
                "48 81 ec 80 00 00 00       | subq   $0x80,%rsp",
                "48 8d 7c 24 60             | leaq   0x60(%rsp),%rdi",
                "c6 40 19 0e                | movb   $0xe,0x19(%rax)",
                "4d 8b 75 08                | movq   0x8(%r13),%r14",
                "ff 50 18                   | call   *0x18(%rax)",
                "ff e0                      | jmp    *%rax",
                "48 8b 3c c5 00 00 00 82    | movq   0xffffffff82000000(,%rax,8),%rdi",
                "cc                         | int    $0x3",
                "cd 80                      | int    $0x80",
                "f3 48 ab                   | repz stosq %rax,(%rdi)",
                "f3 a4                      | repz movsb (%rsi),(%rdi)",
                "f2 ae                      | repnz scasb (%rdi),%al",
                "f0 48 0f b1 17             | lock cmpxchgq %rdx,(%rdi)",
                "48 0f 45 c8                | cmovq.ne %rax,%rcx",
                "0f 4c c1                   | cmovl.l %ecx,%eax",
                "48 b8 88 77 66 55 44 33 22 11 | movq   $0x1122334455667788,%rax",
                "48 cf                      | iret",
                "0f 01 ef                   | wrpkru",
                "f3 0f 01 d9                | vmgexit",
                "f3 0f 1e fa                | endbr64",
                "0f 0b                      | ud2",
                "c2 08 00                   | ret    $0x8",
                "9c                         | pushfq",
            })
    void a64BitKernelLooksAsItDoesInMdb(String bytes, String expected) {
        assertThat(text(CpuMode.BITS_64, bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "83 f8 ff       | cmpl   $-0x1,%eax       <0xffffffff>",
                "48 83 c4 80    | addq   $-0x80,%rsp      <0xffffffffffffff80>",
                "b8 01 ff ff ff | movl   $-0xff,%eax      <0xffffff01>",
                "b8 00 ff ff ff | movl   $0xffffff00,%eax",
            })
    void aSmallNegativeNumberHasASignAndItsUnsignedValueBehindIt(String bytes, String expected) {
        assertThat(text(CpuMode.BITS_64, bytes)).isEqualTo(expected);
    }

    @Test
    void realModeCodeHas16BitOperands() {
        assertThat(text(CpuMode.BITS_16, "b8 34 12")).isEqualTo("movw   $0x1234,%ax");
        assertThat(text(CpuMode.BITS_16, "8b 47 04")).isEqualTo("movw   0x4(%bx),%ax");
        assertThat(instruction(CpuMode.BITS_16, 0xfffe, "eb 05").target()).hasValue(5);
    }

    @Test
    void aBranchShowsTheSymbolThatItGoesTo() {
        Instruction jump = instruction(CpuMode.BITS_64, 0x400c0e, "77 07");
        assertThat(jump.text(address -> address == 0x400c17 ? "main.printout+0x15" : null))
                .isEqualTo("ja     +0x7     <main.printout+0x15>");
        assertThat(jump.target()).hasValue(0x400c17);
        assertThat(jump.offset()).hasValue(7);
        Instruction back = instruction(CpuMode.BITS_64, 0x400c13, "eb eb");
        assertThat(back.text(address -> address == 0x400c00 ? "main.printout" : null))
                .isEqualTo("jmp    -0x15    <main.printout>");
    }

    @Test
    void anOperandRelativeToTheInstructionPointerNamesItsPlace() {
        Instruction load = instruction(CpuMode.BITS_64, 0xffffffff8120a191L, "48 8b 35 68 26 a3 01");
        assertThat(load.text(address -> address == 0xffffffff82c3c800L ? "somewhere" : null))
                .isEqualTo("movq   +0x1a32668(%rip),%rsi    <somewhere>");
        assertThat(load.reference()).hasValue(0xffffffff82c3c800L);
        assertThat(load.target()).isEmpty();
    }

    @Test
    void anImmediateIsNamedWhenASymbolCoversIt() {
        Instruction move = instruction(CpuMode.BITS_64, 0x1000, "48 c7 c2 c1 6a 3c 82");
        assertThat(move.text(address -> null)).isEqualTo("movq   $0xffffffff823c6ac1,%rdx");
        assertThat(move.text(address -> "text+" + Long.toHexString(address & 0xff)))
                .isEqualTo("movq   $0xffffffff823c6ac1,%rdx <text+c1>");
        assertThat(instruction(CpuMode.BITS_64, 0x1000, "b8 10 00 00 00").text(address -> "wrong"))
                .isEqualTo("movl   $0x10,%eax");
    }

    @Test
    void aByteThatBeginsNothingIsAnErrorOfOneByte() {
        Instruction bad = instruction(CpuMode.BITS_64, 0x1000, "06 90 90");
        assertThat(bad.text()).isEqualTo("***ERROR--unknown op code***");
        assertThat(bad.length()).isEqualTo(1);
        assertThat(bad.bytes()).isEqualTo("06");
        assertThat(bad.isDecoded()).isFalse();
    }

    @Test
    void anInstructionThatIsCutOffIsNone() {
        assertThat(instruction(CpuMode.BITS_64, 0x1000, "e8 00").isDecoded()).isFalse();
    }
}
