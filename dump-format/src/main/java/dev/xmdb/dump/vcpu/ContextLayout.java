package dev.xmdb.dump.vcpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the fields of a {@code vcpu_guest_context} lie, in bytes from its start (Xen public headers {@code arch-x86/xen.h}, {@code
 * xen-x86_64.h}, {@code xen-x86_32.h}; the layout has been the same since Xen 3.0.0). A field that a layout has not is {@link #NONE}.
 *
 * @param wordSize bytes in a machine word
 * @param size bytes of the whole structure
 * @param fpu the FXSAVE or FSAVE image
 * @param fpuSize bytes of it
 * @param flags {@code VGCF_*}, one word
 * @param registers the architectural user registers, in the order they are shown
 * @param trapFrame the fields of {@code cpu_user_regs} that are no registers: {@code error_code}, {@code entry_vector}, {@code
 *     saved_upcall_mask}; filled by old Xen only
 * @param traps first {@code trap_info}
 * @param trapSize bytes of one
 * @param trapAddress handler address within one
 * @param ldtBase {@code ldt_base}
 * @param ldtEntries {@code ldt_ents}
 * @param gdtFrames {@code gdt_frames[16]}
 * @param gdtEntries {@code gdt_ents}
 * @param kernelStackSelector {@code kernel_ss}
 * @param kernelStackPointer {@code kernel_sp}
 * @param controlRegisters {@code ctrlreg[8]}
 * @param debugRegisters {@code debugreg[8]}
 * @param eventCallback {@code event_callback_eip}
 * @param failsafeCallback {@code failsafe_callback_eip}
 * @param syscallCallback {@code syscall_callback_eip}
 * @param vmAssist {@code vm_assist}
 * @param fsBase {@code fs_base}
 * @param gsBaseKernel {@code gs_base_kernel}
 * @param gsBaseUser {@code gs_base_user}
 */
public record ContextLayout(
        int wordSize,
        int size,
        int fpu,
        int fpuSize,
        int flags,
        List<Field> registers,
        List<Field> trapFrame,
        int traps,
        int trapSize,
        int trapAddress,
        int ldtBase,
        int ldtEntries,
        int gdtFrames,
        int gdtEntries,
        int kernelStackSelector,
        int kernelStackPointer,
        int controlRegisters,
        int debugRegisters,
        int eventCallback,
        int failsafeCallback,
        int syscallCallback,
        int vmAssist,
        int fsBase,
        int gsBaseKernel,
        int gsBaseUser) {

    /** The offset of a field that a layout has not. */
    public static final int NONE = -1;

    /** Entries of the virtual interrupt table. */
    public static final int TRAPS = 256;

    /** Entries of {@code gdt_frames}. */
    public static final int GDT_FRAMES = 16;

    /** Control and debug registers, each. */
    public static final int CONTROL_REGISTERS = 8;

    /** {@code VGCF_i387_valid}. */
    public static final long FLAG_FPU_VALID = 1;

    /** {@code VGCF_in_kernel}. */
    public static final long FLAG_IN_KERNEL = 1 << 2;

    /** {@code VGCF_online} (since Xen 3.1). */
    public static final long FLAG_ONLINE = 1 << 5;

    /**
     * One field.
     *
     * @param name register name
     * @param offset bytes from the start of the context
     * @param size bytes
     */
    public record Field(String name, int offset, int size) {}

    /** The x86_64 layout, 5168 bytes: 64-bit PV guests, and every HVM guest on a 64-bit hypervisor. */
    public static final ContextLayout X86_64 = x86_64();

    /** The x86_32 layout, 2800 bytes: 32-bit PV guests, and everything that a 32-bit hypervisor wrote. */
    public static final ContextLayout X86_32 = x86_32();

    /** The layout of a word size: 8 or 4 bytes. */
    public static ContextLayout of(int wordSize) {
        return switch (wordSize) {
            case Long.BYTES -> X86_64;
            case Integer.BYTES -> X86_32;
            default -> throw new IllegalArgumentException("no vcpu_guest_context with words of " + wordSize + " bytes");
        };
    }

    /** Every named register and trap-frame field. */
    Map<String, Field> fields() {
        List<Field> all = new ArrayList<>(registers);
        all.addAll(trapFrame);
        return all.stream().collect(Collectors.toUnmodifiableMap(Field::name, Function.identity()));
    }

    private static ContextLayout x86_64() {
        int regs = 520;
        List<Field> registers = List.of(
                new Field("rax", regs + 80, 8),
                new Field("rbx", regs + 40, 8),
                new Field("rcx", regs + 88, 8),
                new Field("rdx", regs + 96, 8),
                new Field("rsi", regs + 104, 8),
                new Field("rdi", regs + 112, 8),
                new Field("rbp", regs + 32, 8),
                new Field("rsp", regs + 152, 8),
                new Field("r8", regs + 72, 8),
                new Field("r9", regs + 64, 8),
                new Field("r10", regs + 56, 8),
                new Field("r11", regs + 48, 8),
                new Field("r12", regs + 24, 8),
                new Field("r13", regs + 16, 8),
                new Field("r14", regs + 8, 8),
                new Field("r15", regs, 8),
                new Field("rip", regs + 128, 8),
                new Field("rflags", regs + 144, 8),
                new Field("cs", regs + 136, 2),
                new Field("ss", regs + 160, 2),
                new Field("ds", regs + 176, 2),
                new Field("es", regs + 168, 2),
                new Field("fs", regs + 184, 2),
                new Field("gs", regs + 192, 2));
        List<Field> trapFrame = List.of(
                new Field("error_code", regs + 120, 4),
                new Field("entry_vector", regs + 124, 4),
                new Field("saved_upcall_mask", regs + 140, 1));
        return new ContextLayout(
                8, 5168, 0, 512, 512, registers, trapFrame, 720, 16, 8, 4816, 4824, 4832, 4960, 4968, 4976, 4984, 5048,
                5112, 5120, 5128, 5136, 5144, 5152, 5160);
    }

    private static ContextLayout x86_32() {
        int regs = 516;
        List<Field> registers = List.of(
                new Field("eax", regs + 24, 4),
                new Field("ebx", regs, 4),
                new Field("ecx", regs + 4, 4),
                new Field("edx", regs + 8, 4),
                new Field("esi", regs + 12, 4),
                new Field("edi", regs + 16, 4),
                new Field("ebp", regs + 20, 4),
                new Field("esp", regs + 44, 4),
                new Field("eip", regs + 32, 4),
                new Field("eflags", regs + 40, 4),
                new Field("cs", regs + 36, 2),
                new Field("ss", regs + 48, 2),
                new Field("ds", regs + 56, 2),
                new Field("es", regs + 52, 2),
                new Field("fs", regs + 60, 2),
                new Field("gs", regs + 64, 2));
        List<Field> trapFrame = List.of(
                new Field("error_code", regs + 28, 2),
                new Field("entry_vector", regs + 30, 2),
                new Field("saved_upcall_mask", regs + 38, 1));
        return new ContextLayout(
                4, 2800, 0, 512, 512, registers, trapFrame, 584, 8, 4, 2632, 2636, 2640, 2704, 2708, 2712, 2716, 2748,
                2784, 2792, NONE, 2796, NONE, NONE, NONE);
    }
}
