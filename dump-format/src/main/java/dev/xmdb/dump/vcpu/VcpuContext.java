package dev.xmdb.dump.vcpu;

import java.util.List;
import java.util.OptionalLong;

/** One vCPU's saved state ({@code vcpu_guest_context}); layouts from Xen's public headers, unchanged since 3.0.0. */
public interface VcpuContext {

    /** Bytes in a machine word of the layout, 8 (x86_64) or 4 (x86_32); an HVM guest always has the x86_64 layout. */
    int wordSize();

    /** The {@code VGCF_*} bits. */
    long flags();

    /** {@code VGCF_online}. Meaningless (clear) in images of Xen before 3.1. */
    boolean online();

    /** {@code VGCF_in_kernel}; never set for HVM, whose mode is the CS privilege level. */
    boolean inKernel();

    /** {@code VGCF_i387_valid}. */
    boolean fpuValid();

    /** Names of the user registers in the field's order: {@code rax} … {@code r15}, {@code rip}, {@code rflags}, {@code cs}, or the 32-bit set. */
    List<String> registerNames();

    /** A user register by its own name ({@code rip}, {@code eip}, {@code cs}, …); empty for a name this layout has not. */
    OptionalLong register(String name);

    /** rip or eip. */
    long instructionPointer();

    /** rsp or esp. */
    long stackPointer();

    /** rflags or eflags. */
    long processorFlags();

    /** Code segment selector. */
    int codeSelector();

    /** {@code ctrlreg[index]}, raw; index 0 to 7. */
    long controlRegister(int index);

    /** {@code debugreg[index]}; index 0 to 7. */
    long debugRegister(int index);

    /** Kernel page-table root as a frame number: unfolds ctrlreg[3] of a 32-bit PV guest, masks PCID and flags elsewhere. */
    long kernelRootFrame();

    /** User page-table root of a 64-bit PV guest (ctrlreg[1]) as a frame number; 0 when there is none. */
    long userRootFrame();

    /** {@code fs_base}; 0 in the 32-bit layout. */
    long fsBase();

    /** {@code gs_base_kernel}; 0 in the 32-bit layout. */
    long gsBaseKernel();

    /** {@code gs_base_user}; 0 in the 32-bit layout. */
    long gsBaseUser();

    /** {@code kernel_ss}. */
    long kernelStackSelector();

    /** {@code kernel_sp}. */
    long kernelStackPointer();

    /** {@code ldt_base}. */
    long ldtBase();

    /** {@code ldt_ents}. */
    long ldtEntries();

    /** Frames of the GDT that are in use, as the image names frames; at most 16. */
    long[] gdtFrames();

    /** {@code gdt_ents}. */
    long gdtEntries();

    /** {@code event_callback} address. */
    long eventCallback();

    /** {@code failsafe_callback} address. */
    long failsafeCallback();

    /** {@code syscall_callback_eip}; 0 in the 32-bit layout. */
    long syscallCallback();

    /** {@code vm_assist} bits. */
    long vmAssist();

    /** The virtual IDT: entries with an address, by vector. */
    List<TrapEntry> traps();

    /** The FXSAVE or FSAVE image, 512 bytes. */
    byte[] fpu();

    /**
     * One {@code trap_info}.
     *
     * @param vector vector number
     * @param flags bits 0-1 privilege level, bit 2 clear events on entry
     * @param selector code segment
     * @param address handler
     */
    record TrapEntry(int vector, int flags, int selector, long address) {}
}
