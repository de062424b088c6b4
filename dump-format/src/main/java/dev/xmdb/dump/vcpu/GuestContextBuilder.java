package dev.xmdb.dump.vcpu;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Objects;

/** Makes the bytes of a {@code vcpu_guest_context}, for image writers. Fields not set are zero. */
public final class GuestContextBuilder {
    private final ContextLayout layout;
    private final Map<String, ContextLayout.Field> fields;
    private final byte[] bytes;
    private final MemorySegment segment;

    private GuestContextBuilder(ContextLayout layout) {
        this.layout = layout;
        this.fields = layout.fields();
        this.bytes = new byte[layout.size()];
        this.segment = MemorySegment.ofArray(bytes);
    }

    /** Starts a context in the x86_64 layout. */
    public static GuestContextBuilder x86_64() {
        return new GuestContextBuilder(ContextLayout.X86_64);
    }

    /** Starts a context in the x86_32 layout. */
    public static GuestContextBuilder x86_32() {
        return new GuestContextBuilder(ContextLayout.X86_32);
    }

    /** The machine frame of a page-table root as a 32-bit PV guest's cr3 carries it: rotated left by 12 bits. */
    public static long foldedRoot(long mfn) {
        return Integer.toUnsignedLong(Integer.rotateLeft((int) mfn, 12));
    }

    /**
     * Sets a register by the name it has in {@link VcpuContext#register}.
     *
     * @throws IllegalArgumentException for a name this layout has not
     */
    public GuestContextBuilder register(String name, long value) {
        ContextLayout.Field field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no register " + name + " in this layout");
        }
        LittleEndian.put(segment, field.offset(), field.size(), value);
        return this;
    }

    /** Sets the {@code VGCF_*} bits. */
    public GuestContextBuilder flags(long flags) {
        return word(layout.flags(), flags);
    }

    /** Sets {@code ctrlreg[index]}, raw. */
    public GuestContextBuilder controlRegister(int index, long value) {
        return word(
                layout.controlRegisters()
                        + Objects.checkIndex(index, ContextLayout.CONTROL_REGISTERS) * layout.wordSize(),
                value);
    }

    /** Sets {@code debugreg[index]}. */
    public GuestContextBuilder debugRegister(int index, long value) {
        return word(
                layout.debugRegisters()
                        + Objects.checkIndex(index, ContextLayout.CONTROL_REGISTERS) * layout.wordSize(),
                value);
    }

    /** Sets the three segment bases; only the x86_64 layout has them. */
    public GuestContextBuilder bases(long fs, long gsKernel, long gsUser) {
        return word(layout.fsBase(), fs).word(layout.gsBaseKernel(), gsKernel).word(layout.gsBaseUser(), gsUser);
    }

    /** Sets the stack that the hypervisor switches to on entry from user mode. */
    public GuestContextBuilder kernelStack(long selector, long pointer) {
        return word(layout.kernelStackSelector(), selector).word(layout.kernelStackPointer(), pointer);
    }

    /** Sets the local descriptor table. */
    public GuestContextBuilder ldt(long base, long entries) {
        return word(layout.ldtBase(), base).word(layout.ldtEntries(), entries);
    }

    /** Sets the global descriptor table: number of descriptors, and the frames that hold them (at most 16). */
    public GuestContextBuilder gdt(long entries, long... frames) {
        word(layout.gdtEntries(), entries);
        for (int index = 0; index < frames.length; index++) {
            word(
                    layout.gdtFrames() + Objects.checkIndex(index, ContextLayout.GDT_FRAMES) * layout.wordSize(),
                    frames[index]);
        }
        return this;
    }

    /** Sets one entry of the virtual interrupt table. */
    public GuestContextBuilder trap(VcpuContext.TrapEntry trap) {
        int offset = layout.traps() + Objects.checkIndex(trap.vector(), ContextLayout.TRAPS) * layout.trapSize();
        LittleEndian.put(segment, offset + TrapFields.VECTOR, 1, trap.vector());
        LittleEndian.put(segment, offset + TrapFields.FLAGS, 1, trap.flags());
        LittleEndian.put(segment, offset + TrapFields.SELECTOR, 2, trap.selector());
        return word(offset + layout.trapAddress(), trap.address());
    }

    /** Sets the event and failsafe callbacks, and the syscall callback that only the x86_64 layout has. */
    public GuestContextBuilder callbacks(long event, long failsafe, long syscall) {
        word(layout.eventCallback(), event).word(layout.failsafeCallback(), failsafe);
        return layout.syscallCallback() == ContextLayout.NONE ? this : word(layout.syscallCallback(), syscall);
    }

    /** Sets the {@code vm_assist} bits. */
    public GuestContextBuilder vmAssist(long bits) {
        return word(layout.vmAssist(), bits);
    }

    /** Sets the FXSAVE or FSAVE image; at most 512 bytes. */
    public GuestContextBuilder fpu(byte[] image) {
        System.arraycopy(image, 0, bytes, layout.fpu(), Math.min(image.length, layout.fpuSize()));
        return this;
    }

    /** The context's bytes. */
    public byte[] build() {
        return bytes.clone();
    }

    private GuestContextBuilder word(int offset, long value) {
        if (offset == ContextLayout.NONE) {
            throw new IllegalArgumentException("this layout has no such field");
        }
        LittleEndian.put(segment, offset, layout.wordSize(), value);
        return this;
    }
}
