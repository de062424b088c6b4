package dev.xmdb.dump.vcpu;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A view of the bytes of one {@code vcpu_guest_context}; it reads them when asked and keeps nothing else. */
public final class GuestContext implements VcpuContext {
    private static final Map<String, ContextLayout.Field> FIELDS_64 = ContextLayout.X86_64.fields();
    private static final Map<String, ContextLayout.Field> FIELDS_32 = ContextLayout.X86_32.fields();
    private static final long FRAME_MASK = 0x000f_ffff_ffff_f000L;
    private static final int PAGE_SHIFT = 12;
    private static final int DESCRIPTORS_PER_FRAME = 512;

    private final MemorySegment bytes;
    private final ContextLayout layout;
    private final boolean paravirtualised;

    /**
     * Views a context.
     *
     * @param bytes at least {@link ContextLayout#size} bytes, context first
     * @param layout how they are laid out
     * @param paravirtualised whether the domain is PV, which says how ctrlreg 1 and 3 name the page-table roots
     * @throws IllegalArgumentException when there are too few bytes
     */
    public GuestContext(MemorySegment bytes, ContextLayout layout, boolean paravirtualised) {
        if (bytes.byteSize() < layout.size()) {
            throw new IllegalArgumentException(
                    bytes.byteSize() + " bytes hold no vcpu_guest_context of " + layout.size());
        }
        this.bytes = bytes;
        this.layout = layout;
        this.paravirtualised = paravirtualised;
    }

    /** How the context is laid out. */
    public ContextLayout layout() {
        return layout;
    }

    @Override
    public int wordSize() {
        return layout.wordSize();
    }

    @Override
    public long flags() {
        return word(layout.flags());
    }

    @Override
    public boolean online() {
        return (flags() & ContextLayout.FLAG_ONLINE) != 0;
    }

    @Override
    public boolean inKernel() {
        return (flags() & ContextLayout.FLAG_IN_KERNEL) != 0;
    }

    @Override
    public boolean fpuValid() {
        return (flags() & ContextLayout.FLAG_FPU_VALID) != 0;
    }

    @Override
    public List<String> registerNames() {
        return layout.registers().stream().map(ContextLayout.Field::name).toList();
    }

    @Override
    public OptionalLong register(String name) {
        ContextLayout.Field field = (layout.wordSize() == Long.BYTES ? FIELDS_64 : FIELDS_32).get(name);
        return field == null
                ? OptionalLong.empty()
                : OptionalLong.of(LittleEndian.unsigned(bytes, field.offset(), field.size()));
    }

    @Override
    public long instructionPointer() {
        return register(wide() ? "rip" : "eip").orElseThrow();
    }

    @Override
    public long stackPointer() {
        return register(wide() ? "rsp" : "esp").orElseThrow();
    }

    @Override
    public long processorFlags() {
        return register(wide() ? "rflags" : "eflags").orElseThrow();
    }

    @Override
    public int codeSelector() {
        return (int) register("cs").orElseThrow();
    }

    @Override
    public long controlRegister(int index) {
        return indexedWord(layout.controlRegisters(), index);
    }

    @Override
    public long debugRegister(int index) {
        return indexedWord(layout.debugRegisters(), index);
    }

    @Override
    public long kernelRootFrame() {
        long cr3 = controlRegister(3);
        if (paravirtualised && !wide()) {
            return Integer.toUnsignedLong(Integer.rotateRight((int) cr3, PAGE_SHIFT));
        }
        return (cr3 & FRAME_MASK) >>> PAGE_SHIFT;
    }

    @Override
    public long userRootFrame() {
        return paravirtualised && wide() ? (controlRegister(1) & FRAME_MASK) >>> PAGE_SHIFT : 0;
    }

    @Override
    public long fsBase() {
        return word(layout.fsBase());
    }

    @Override
    public long gsBaseKernel() {
        return word(layout.gsBaseKernel());
    }

    @Override
    public long gsBaseUser() {
        return word(layout.gsBaseUser());
    }

    @Override
    public long kernelStackSelector() {
        return word(layout.kernelStackSelector());
    }

    @Override
    public long kernelStackPointer() {
        return word(layout.kernelStackPointer());
    }

    @Override
    public long ldtBase() {
        return word(layout.ldtBase());
    }

    @Override
    public long ldtEntries() {
        return word(layout.ldtEntries());
    }

    @Override
    public long[] gdtFrames() {
        long entries = gdtEntries();
        long full = ContextLayout.GDT_FRAMES * (long) DESCRIPTORS_PER_FRAME;
        int used = Long.compareUnsigned(entries, full) >= 0
                ? ContextLayout.GDT_FRAMES
                : (int) ((entries + DESCRIPTORS_PER_FRAME - 1) / DESCRIPTORS_PER_FRAME);
        long[] frames = new long[used];
        Arrays.setAll(frames, index -> word(layout.gdtFrames() + index * layout.wordSize()));
        return frames;
    }

    @Override
    public long gdtEntries() {
        return word(layout.gdtEntries());
    }

    @Override
    public long eventCallback() {
        return word(layout.eventCallback());
    }

    @Override
    public long failsafeCallback() {
        return word(layout.failsafeCallback());
    }

    @Override
    public long syscallCallback() {
        return word(layout.syscallCallback());
    }

    @Override
    public long vmAssist() {
        return word(layout.vmAssist());
    }

    @Override
    public List<TrapEntry> traps() {
        List<TrapEntry> entries = new ArrayList<>();
        for (int vector = 0; vector < ContextLayout.TRAPS; vector++) {
            int trap = layout.traps() + vector * layout.trapSize();
            long address = word(trap + layout.trapAddress());
            if (address != 0) {
                entries.add(new TrapEntry(
                        vector,
                        LittleEndian.u8(bytes, trap + TrapFields.FLAGS),
                        LittleEndian.u16(bytes, trap + TrapFields.SELECTOR),
                        address));
            }
        }
        return List.copyOf(entries);
    }

    @Override
    public byte[] fpu() {
        return bytes.asSlice(layout.fpu(), layout.fpuSize()).toArray(ValueLayout.JAVA_BYTE);
    }

    private boolean wide() {
        return layout.wordSize() == Long.BYTES;
    }

    private long indexedWord(int base, int index) {
        if (index < 0 || index >= ContextLayout.CONTROL_REGISTERS) {
            throw new IndexOutOfBoundsException("register " + index + " of " + ContextLayout.CONTROL_REGISTERS);
        }
        return word(base + index * layout.wordSize());
    }

    private long word(int offset) {
        return offset == ContextLayout.NONE ? 0 : LittleEndian.unsigned(bytes, offset, layout.wordSize());
    }
}
