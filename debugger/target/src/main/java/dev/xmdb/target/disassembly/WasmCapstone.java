package dev.xmdb.target.disassembly;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The Capstone that comes with the program: version 5.0.9 in WebAssembly, interpreted by the JVM. It runs on every platform, sees
 * nothing but its own memory, and needs a second or so to begin with.
 */
final class WasmCapstone implements Capstone {
    private static final String RESOURCE = "capstone-5.0.9.wasm.gz";
    private static final InstructionLayout LAYOUT = InstructionLayout.NEW;

    /** The names that the build gave to the functions: one letter each. */
    private enum Function {
        START("e"),
        SUPPORT("g"),
        OPEN("j"),
        OPTION("l"),
        ALLOCATE_INSTRUCTION("o"),
        DISASSEMBLE("p"),
        ALLOCATE("z");

        private final String export;

        Function(String export) {
            this.export = export;
        }
    }

    private static final int CODE = 0;
    private static final int CODE_CELL = 16;
    private static final int SIZE_CELL = 24;
    private static final int ADDRESS_CELL = 32;
    private static final int ROOM = 40;

    private final WasmModule module;
    private final Map<CpuMode, Handle> handles = new EnumMap<>(CpuMode.class);
    private Instance instance;
    private int room;

    /** A {@code csh} and the place of its instruction. */
    private record Handle(int value, int instruction) {}

    /**
     * Unpacks and starts it.
     *
     * @throws DisassemblerException when it is not among the program's resources, or is not what it was
     */
    WasmCapstone() {
        try (InputStream packed = WasmCapstone.class.getResourceAsStream(RESOURCE)) {
            if (packed == null) {
                throw new DisassemblerException("the program lacks its resource " + RESOURCE);
            }
            module = Parser.parse(new GZIPInputStream(packed).readAllBytes());
        } catch (IOException | ChicoryException e) {
            throw new DisassemblerException("the program's resource " + RESOURCE + " is damaged: " + e.getMessage());
        }
        instance = started();
    }

    @Override
    public String title() {
        return "built-in Capstone, version 5.0.9";
    }

    @Override
    public synchronized @Nullable Decoded decode(CpuMode mode, long address, byte[] bytes) {
        int length = Math.min(bytes.length, CpuMode.LONGEST_INSTRUCTION);
        try {
            Handle handle = handles.computeIfAbsent(mode, this::handle);
            Memory memory = instance.memory();
            memory.write(room + CODE, Arrays.copyOf(bytes, length));
            memory.writeI32(room + CODE_CELL, room + CODE);
            memory.writeI32(room + SIZE_CELL, length);
            memory.writeLong(room + ADDRESS_CELL, address);
            long done = call(
                    Function.DISASSEMBLE,
                    handle.value(),
                    room + CODE_CELL,
                    room + SIZE_CELL,
                    room + ADDRESS_CELL,
                    handle.instruction());
            return done == 0 ? null : LAYOUT.read(memory.readBytes(handle.instruction(), LAYOUT.length()), length);
        } catch (ChicoryException trapped) {
            // Whatever these bytes did to it, the next ones find it as it was at the beginning.
            instance = started();
            return null;
        }
    }

    private Instance started() {
        handles.clear();
        try {
            Instance fresh = Instance.builder(module)
                    .withImportValues(imports())
                    .withStart(false)
                    .build();
            instance = fresh;
            call(Function.START);
            if (call(Function.SUPPORT, ARCH_X86) == 0) {
                throw new DisassemblerException("the program's resource " + RESOURCE + " was built without x86");
            }
            room = allocated(call(Function.ALLOCATE, ROOM));
            return fresh;
        } catch (ChicoryException e) {
            throw new DisassemblerException(
                    "the program's resource " + RESOURCE + " does not start: " + e.getMessage());
        }
    }

    /** What it would ask a system for: more memory, and to print. It gets neither, and needs neither. */
    private ImportValues imports() {
        var imports = ImportValues.builder();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            if (module.importSection().getImport(i) instanceof FunctionImport wanted) {
                FunctionType type = module.typeSection().getType(wanted.typeIndex());
                imports.addFunction(new HostFunction(
                        wanted.module(),
                        wanted.name(),
                        type,
                        (caller, arguments) -> new long[type.returns().size()]));
            }
        }
        return imports.build();
    }

    private Handle handle(CpuMode mode) {
        int cell = room + CODE_CELL;
        long error = call(Function.OPEN, ARCH_X86, mode.capstone(), cell);
        int value = instance.memory().readInt(cell);
        if (error != 0 || call(Function.OPTION, value, OPTION_SYNTAX, SYNTAX_ATT) != 0) {
            throw new DisassemblerException(title() + " cannot disassemble " + mode.title());
        }
        return new Handle(value, allocated(call(Function.ALLOCATE_INSTRUCTION, value)));
    }

    private int allocated(long address) {
        if (address == 0) {
            throw new DisassemblerException(title() + " has no memory left");
        }
        return (int) address;
    }

    private long call(Function function, long... arguments) {
        long[] results = instance.export(function.export).apply(arguments);
        return results == null || results.length == 0 ? 0 : results[0];
    }
}
