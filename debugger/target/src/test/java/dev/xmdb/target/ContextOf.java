package dev.xmdb.target;

import dev.xmdb.dump.vcpu.VcpuContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A vCPU context that a test describes word by word; everything else is zero. */
public final class ContextOf implements VcpuContext {
    private static final List<String> NAMES_64 = List.of(
            "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi", "rdi",
            "rip", "cs", "rflags", "rsp", "ss", "es", "ds", "fs", "gs");
    private static final List<String> NAMES_32 = List.of(
            "ebx", "ecx", "edx", "esi", "edi", "ebp", "eax", "eip", "cs", "eflags", "esp", "ss", "es", "ds", "fs",
            "gs");

    private final int wordSize;
    private final boolean inKernel;
    private final Map<String, Long> registers = new HashMap<>();
    private final long[] control = new long[8];
    private long gsBaseKernel;
    private long gsBaseUser;

    private ContextOf(int wordSize, boolean inKernel) {
        this.wordSize = wordSize;
        this.inKernel = inKernel;
    }

    /** A context in the 64-bit layout, with VGCF_in_kernel. */
    public static ContextOf wide() {
        return new ContextOf(8, true);
    }

    /** A context in the 64-bit layout, without VGCF_in_kernel. */
    public static ContextOf wideOutsideKernel() {
        return new ContextOf(8, false);
    }

    /** A context in the 32-bit layout. */
    public static ContextOf narrow() {
        return new ContextOf(4, true);
    }

    /** Sets a register. */
    public ContextOf with(String register, long value) {
        registers.put(register, value);
        return this;
    }

    /** Sets a control register. */
    public ContextOf control(int index, long value) {
        control[index] = value;
        return this;
    }

    /** Sets both GS bases. */
    public ContextOf gsBases(long kernel, long user) {
        gsBaseKernel = kernel;
        gsBaseUser = user;
        return this;
    }

    @Override
    public int wordSize() {
        return wordSize;
    }

    @Override
    public long flags() {
        return inKernel ? 4 : 0;
    }

    @Override
    public boolean online() {
        return true;
    }

    @Override
    public boolean inKernel() {
        return inKernel;
    }

    @Override
    public boolean fpuValid() {
        return false;
    }

    @Override
    public List<String> registerNames() {
        return wordSize == 8 ? NAMES_64 : NAMES_32;
    }

    @Override
    public OptionalLong register(String name) {
        return registerNames().contains(name)
                ? OptionalLong.of(registers.getOrDefault(name, 0L))
                : OptionalLong.empty();
    }

    @Override
    public long instructionPointer() {
        return register(wordSize == 8 ? "rip" : "eip").orElseThrow();
    }

    @Override
    public long stackPointer() {
        return register(wordSize == 8 ? "rsp" : "esp").orElseThrow();
    }

    @Override
    public long processorFlags() {
        return register(wordSize == 8 ? "rflags" : "eflags").orElseThrow();
    }

    @Override
    public int codeSelector() {
        return (int) register("cs").orElseThrow();
    }

    @Override
    public long controlRegister(int index) {
        return control[index];
    }

    @Override
    public long debugRegister(int index) {
        return 0;
    }

    @Override
    public long kernelRootFrame() {
        return control[3] >>> 12;
    }

    @Override
    public long userRootFrame() {
        return control[1] >>> 12;
    }

    @Override
    public long fsBase() {
        return 0;
    }

    @Override
    public long gsBaseKernel() {
        return gsBaseKernel;
    }

    @Override
    public long gsBaseUser() {
        return gsBaseUser;
    }

    @Override
    public long kernelStackSelector() {
        return 0;
    }

    @Override
    public long kernelStackPointer() {
        return 0;
    }

    @Override
    public long ldtBase() {
        return 0;
    }

    @Override
    public long ldtEntries() {
        return 0;
    }

    @Override
    public long[] gdtFrames() {
        return new long[0];
    }

    @Override
    public long gdtEntries() {
        return 0;
    }

    @Override
    public long eventCallback() {
        return 0;
    }

    @Override
    public long failsafeCallback() {
        return 0;
    }

    @Override
    public long syscallCallback() {
        return 0;
    }

    @Override
    public long vmAssist() {
        return 0;
    }

    @Override
    public List<TrapEntry> traps() {
        return List.of();
    }

    @Override
    public byte[] fpu() {
        return new byte[512];
    }
}
