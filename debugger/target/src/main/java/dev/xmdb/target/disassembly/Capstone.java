package dev.xmdb.target.disassembly;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A libcapstone that knows x86, in AT&T syntax. It gets a copy of at most {@link CpuMode#LONGEST_INSTRUCTION} bytes at a time and is
 * told how many; what it answers is copied and checked. Its handles live as long as the process. Thread-safe.
 */
final class Capstone {
    /** {@code CS_ARCH_X86}; the same number in every version from 3 on. */
    private static final int ARCH_X86 = 3;

    /** {@code CS_OPT_SYNTAX}. */
    private static final int OPTION_SYNTAX = 1;

    /** {@code CS_OPT_SYNTAX_ATT}. */
    private static final int SYNTAX_ATT = 2;

    /** {@code movq %rsp,%rbp}: what every layout is tried with. */
    private static final byte[] PROBE = {0x48, (byte) 0x89, (byte) 0xe5};

    private static final long PROBE_ADDRESS = 0x1122_3344_5566_7788L;

    private final String title;
    private final MethodHandle open;
    private final MethodHandle option;
    private final MethodHandle allocate;
    private final MethodHandle disassemble;
    private final InstructionLayout layout;
    private final Map<CpuMode, Handle> handles = new EnumMap<>(CpuMode.class);
    private final MemorySegment code;
    private final MemorySegment codeCell;
    private final MemorySegment sizeCell;
    private final MemorySegment addressCell;

    /** A {@code csh} with room for one instruction. */
    private record Handle(long value, MemorySegment instruction) {}

    /**
     * Binds a library.
     *
     * @param file its name, for messages
     * @param library its symbols
     * @throws DisassemblerException when it is no Capstone that can be used
     */
    Capstone(String file, SymbolLookup library) {
        MethodHandle version = bind(
                file,
                library,
                "cs_version",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        MethodHandle support = bind(
                file, library, "cs_support", FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN, ValueLayout.JAVA_INT));
        open = bind(
                file,
                library,
                "cs_open",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        option = bind(
                file,
                library,
                "cs_option",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        allocate = bind(file, library, "cs_malloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        disassemble = bind(
                file,
                library,
                "cs_disasm_iter",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_BOOLEAN,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS));
        Arena arena = Arena.ofAuto();
        code = arena.allocate(CpuMode.LONGEST_INSTRUCTION);
        codeCell = arena.allocate(ValueLayout.ADDRESS);
        sizeCell = arena.allocate(ValueLayout.JAVA_LONG);
        addressCell = arena.allocate(ValueLayout.JAVA_LONG);
        int known = number(version);
        int major = known >>> Byte.SIZE;
        title = String.format(Locale.ROOT, "%s, version %d.%d", file, major, known & 0xff);
        if (!supports(support)) {
            throw new DisassemblerException(title + " was built without x86");
        }
        InstructionLayout expected = InstructionLayout.of(major);
        if (expected == null) {
            throw new DisassemblerException(title + " is not one of the versions 3 to 5");
        }
        layout = fitting(expected);
    }

    /** Which one it is, for people: its file and version. */
    String title() {
        return title;
    }

    /**
     * Decodes the instruction at the beginning of some bytes.
     *
     * @param mode how the processor takes them
     * @param address where they are
     * @param bytes those after {@link CpuMode#LONGEST_INSTRUCTION} are not looked at
     * @return null when they begin with no instruction, or with none that all of is there
     */
    @Nullable
    Decoded decode(CpuMode mode, long address, byte[] bytes) {
        return decode(mode, address, bytes, layout);
    }

    private synchronized @Nullable Decoded decode(CpuMode mode, long address, byte[] bytes, InstructionLayout shape) {
        int length = Math.min(bytes.length, CpuMode.LONGEST_INSTRUCTION);
        Handle handle = handles.computeIfAbsent(mode, this::handle);
        MemorySegment.copy(bytes, 0, code, ValueLayout.JAVA_BYTE, 0, length);
        codeCell.set(ValueLayout.ADDRESS, 0, code);
        sizeCell.set(ValueLayout.JAVA_LONG, 0, length);
        addressCell.set(ValueLayout.JAVA_LONG, 0, address);
        try {
            boolean done = (boolean)
                    disassemble.invokeExact(handle.value(), codeCell, sizeCell, addressCell, handle.instruction());
            return done ? shape.read(handle.instruction().toArray(ValueLayout.JAVA_BYTE), length) : null;
        } catch (Throwable failure) {
            throw failed("cs_disasm_iter", failure);
        }
    }

    /** The layout that a known instruction can be read with: that of the version, or the other one. */
    private InstructionLayout fitting(InstructionLayout expected) {
        for (InstructionLayout shape : new InstructionLayout[] {expected, expected.other()}) {
            Decoded probe = decode(CpuMode.BITS_64, PROBE_ADDRESS, PROBE, shape);
            if (probe != null
                    && probe.length() == PROBE.length
                    && probe.mnemonic().equals("movq")
                    && probe.operands().equals("%rsp, %rbp")) {
                return shape;
            }
        }
        throw new DisassemblerException(title + " lays out its instructions in an unknown way");
    }

    private Handle handle(CpuMode mode) {
        try {
            MemorySegment cell = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);
            int error = (int) open.invokeExact(ARCH_X86, mode.capstone(), cell);
            long value = cell.get(ValueLayout.JAVA_LONG, 0);
            if (error == 0) {
                error = (int) option.invokeExact(value, OPTION_SYNTAX, (long) SYNTAX_ATT);
            }
            if (error != 0) {
                throw new DisassemblerException(title + " cannot disassemble " + mode.title() + ": error " + error);
            }
            MemorySegment instruction = (MemorySegment) allocate.invokeExact(value);
            if (instruction.equals(MemorySegment.NULL)) {
                throw new DisassemblerException(title + " has no memory left");
            }
            // Both layouts lie within what either version allocates: 240 bytes and more.
            return new Handle(value, instruction.reinterpret(InstructionLayout.NEW.length()));
        } catch (DisassemblerException unusable) {
            throw unusable;
        } catch (Throwable failure) {
            throw failed("cs_open", failure);
        }
    }

    private int number(MethodHandle version) {
        try {
            return (int) version.invokeExact(MemorySegment.NULL, MemorySegment.NULL);
        } catch (Throwable failure) {
            throw failed("cs_version", failure);
        }
    }

    private static boolean supports(MethodHandle support) {
        try {
            return (boolean) support.invokeExact(ARCH_X86);
        } catch (Throwable failure) {
            throw failed("cs_support", failure);
        }
    }

    private static MethodHandle bind(String file, SymbolLookup library, String name, FunctionDescriptor type) {
        MemorySegment function = library.find(name)
                .orElseThrow(() -> new DisassemblerException(file + " is no Capstone: it has no " + name));
        return Linker.nativeLinker().downcallHandle(function, type);
    }

    private static RuntimeException failed(String function, Throwable failure) {
        return switch (failure) {
            case RuntimeException own -> own;
            case Error fatal -> throw fatal;
            default -> new DisassemblerException(function + " failed: " + failure.getMessage());
        };
    }
}
