package dev.xmdb.dump.vcpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class GuestContextTest {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private static void put(byte[] context, int offset, String hex) {
        byte[] bytes = HEX.parseHex(hex);
        System.arraycopy(bytes, 0, context, offset, bytes.length);
    }

    private static GuestContext view(byte[] context, ContextLayout layout, boolean paravirtualised) {
        return new GuestContext(MemorySegment.ofArray(context), layout, paravirtualised);
    }

    private static byte[] running64() {
        byte[] context = new byte[5168];
        put(context, 512, "25 00 00 00 00 00 00 00");
        put(
                context,
                648,
                "34 12 00 81 ff ff ff ff 33 e0 00 00 00 00 00 00 46 02 00 00 00 00 00 00 00 3f 00 82 ff ff ff ff"
                        + " 2b e0 00 00 00 00 00 00");
        put(context, 4992, "00 40 23 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 05 00 00 00 00");
        put(context, 5152, "00 00 00 00 80 88 ff ff");
        return context;
    }

    @Test
    void theFieldsOfA64BitContextAreWhereTheHeaderPutsThem() {
        GuestContext context = view(running64(), ContextLayout.X86_64, true);

        assertThat(context.fpuValid()).isTrue();
        assertThat(context.inKernel()).isTrue();
        assertThat(context.online()).isTrue();
        assertThat(context.instructionPointer()).isEqualTo(0xffff_ffff_8100_1234L);
        assertThat(context.codeSelector()).isEqualTo(0xe033);
        assertThat(context.processorFlags()).isEqualTo(0x246);
        assertThat(context.stackPointer()).isEqualTo(0xffff_ffff_8200_3f00L);
        assertThat(context.register("ss")).hasValue(0xe02b);
        assertThat(context.userRootFrame()).isEqualTo(0x1234);
        assertThat(context.kernelRootFrame()).isEqualTo(0x5000);
        assertThat(context.gsBaseKernel()).isEqualTo(0xffff_8880_0000_0000L);
    }

    @Test
    void aFoldedRootUnfolds() {
        byte[] context = new byte[2800];
        put(context, 2728, "01 60 45 23");

        assertThat(view(context, ContextLayout.X86_32, true).kernelRootFrame()).isEqualTo(0x12_3456);
        assertThat(GuestContextBuilder.foldedRoot(0x12_3456)).isEqualTo(0x2345_6001L);
        assertThat(GuestContextBuilder.foldedRoot(0xa_bcde)).isEqualTo(0xabcd_e000L);
    }

    @Test
    void anHvmRootLosesItsFlagBits() {
        byte[] bytes = GuestContextBuilder.x86_64()
                .controlRegister(3, 0x8000_0000_06f8_0fffL)
                .controlRegister(1, 0x1000)
                .build();
        GuestContext context = view(bytes, ContextLayout.X86_64, false);

        assertThat(context.kernelRootFrame()).isEqualTo(0x6f80);
        assertThat(context.userRootFrame()).isZero();
    }

    @Test
    void theFieldsOfA32BitContextAreWhereTheHeaderPutsThem() {
        byte[] bytes = new byte[2800];
        put(bytes, 512, "25 00 00 00");
        put(bytes, 516, "0b 00 00 00 0c 00 00 00 0d 00 00 00 51 00 00 00 d1 00 00 00 b9 00 00 00 0a 00 00 00");
        put(bytes, 548, "34 12 10 c0 19 e0 00 00 02 02 00 00 f0 3e 00 c1 21 e0 00 00 7b 00 00 00");
        put(bytes, 2632, "00 00 80 f5 08 00 00 00 11 11 00 00");
        put(bytes, 2704, "01 00 00 00 21 e0 00 00 00 40 00 c1 33 00 05 80");
        put(bytes, 2784, "aa 00 10 c0 19 e0 00 00 bb 00 10 c0 07 00 00 00");
        GuestContext context = view(bytes, ContextLayout.X86_32, true);

        assertThat(context.register("ebx")).hasValue(0xb);
        assertThat(context.register("esi")).hasValue(0x51);
        assertThat(context.register("eax")).hasValue(0xa);
        assertThat(context.instructionPointer()).isEqualTo(0xc010_1234L);
        assertThat(context.codeSelector()).isEqualTo(0xe019);
        assertThat(context.processorFlags()).isEqualTo(0x202);
        assertThat(context.stackPointer()).isEqualTo(0xc100_3ef0L);
        assertThat(context.register("es")).hasValue(0x7b);
        assertThat(context.ldtBase()).isEqualTo(0xf580_0000L);
        assertThat(context.ldtEntries()).isEqualTo(8);
        assertThat(context.gdtFrames()).containsExactly(0x1111);
        assertThat(context.kernelStackSelector()).isEqualTo(0xe021);
        assertThat(context.kernelStackPointer()).isEqualTo(0xc100_4000L);
        assertThat(context.controlRegister(0)).isEqualTo(0x8005_0033L);
        assertThat(context.eventCallback()).isEqualTo(0xc010_00aaL);
        assertThat(context.failsafeCallback()).isEqualTo(0xc010_00bbL);
        assertThat(context.vmAssist()).isEqualTo(7);
        assertThat(context.syscallCallback()).isZero();
        assertThat(context.fsBase()).isZero();
        assertThat(context.register("rip")).isEmpty();
    }

    @Test
    void whatTheBuilderPutsInComesOut() {
        byte[] fpu = {1, 2, 3};
        VcpuContext.TrapEntry trap = new VcpuContext.TrapEntry(14, 4, 0xe033, 0xffff_ffff_8100_5000L);
        byte[] bytes = GuestContextBuilder.x86_64()
                .flags(ContextLayout.FLAG_ONLINE)
                .register("r15", 15)
                .register("error_code", 6)
                .controlRegister(7, 77)
                .debugRegister(6, 0xffff_0ff0L)
                .bases(1, 2, 3)
                .kernelStack(0xe02b, 0xffff_8800_0000_1000L)
                .ldt(5, 6)
                .gdt(513, 0x10, 0x11)
                .trap(trap)
                .callbacks(7, 8, 9)
                .vmAssist(0x20)
                .fpu(fpu)
                .build();
        GuestContext context = view(bytes, ContextLayout.X86_64, true);

        assertThat(bytes).hasSize(5168);
        assertThat(context.online()).isTrue();
        assertThat(context.register("r15")).hasValue(15);
        assertThat(context.register("error_code")).hasValue(6);
        assertThat(context.controlRegister(7)).isEqualTo(77);
        assertThat(context.debugRegister(6)).isEqualTo(0xffff_0ff0L);
        assertThat(context.fsBase()).isEqualTo(1);
        assertThat(context.gsBaseKernel()).isEqualTo(2);
        assertThat(context.gsBaseUser()).isEqualTo(3);
        assertThat(context.gdtFrames()).containsExactly(0x10, 0x11);
        assertThat(context.traps()).containsExactly(trap);
        assertThat(context.eventCallback()).isEqualTo(7);
        assertThat(context.failsafeCallback()).isEqualTo(8);
        assertThat(context.syscallCallback()).isEqualTo(9);
        assertThat(context.vmAssist()).isEqualTo(0x20);
        assertThat(context.fpu()).hasSize(512).startsWith(fpu);
    }

    @Test
    void aHostileDescriptorCountIsBounded() {
        byte[] bytes = GuestContextBuilder.x86_64().gdt(-1).build();

        assertThat(view(bytes, ContextLayout.X86_64, true).gdtFrames()).hasSize(16);
    }

    @Test
    void aRegisterNumberOutOfRangeIsRefused() {
        GuestContext context = view(running64(), ContextLayout.X86_64, true);

        assertThatThrownBy(() -> context.controlRegister(8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> context.debugRegister(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void everyRegisterNameAnswers() {
        for (ContextLayout layout : new ContextLayout[] {ContextLayout.X86_64, ContextLayout.X86_32}) {
            GuestContext context = view(new byte[layout.size()], layout, true);
            assertThat(context.registerNames())
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(context.register(name)).isPresent());
        }
    }
}
