package dev.xmdb.target.disassembly;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A library with Capstone's functions that knows two instructions, for machines that have no Capstone. */
final class FakeCapstone {
    private static final Map<String, String[]> KNOWN =
            Map.of("4889e5", new String[] {"movq", "%rsp, %rbp"}, "55", new String[] {"pushq", "%rbp"});
    private static final int STRUCTURE = 240;

    private final int version;
    private final boolean x86;
    private final int bytes;
    private final MemorySegment instruction = Arena.global().allocate(STRUCTURE);
    private final Map<String, MemorySegment> functions = new HashMap<>();

    private FakeCapstone(int version, boolean x86, int bytes) {
        this.version = version;
        this.x86 = x86;
        this.bytes = bytes;
    }

    /**
     * Its symbols.
     *
     * @param version its major version
     * @param x86 whether it knows the processor
     * @param bytes room for an instruction's bytes in its structure
     */
    static SymbolLookup of(int version, boolean x86, int bytes) {
        var fake = new FakeCapstone(version, x86, bytes);
        fake.offer("cs_version", int.class, MemorySegment.class, MemorySegment.class);
        fake.offer("cs_support", boolean.class, int.class);
        fake.offer("cs_open", int.class, int.class, int.class, MemorySegment.class);
        fake.offer("cs_option", int.class, long.class, int.class, long.class);
        fake.offer("cs_malloc", MemorySegment.class, long.class);
        fake.offer(
                "cs_disasm_iter",
                boolean.class,
                long.class,
                MemorySegment.class,
                MemorySegment.class,
                MemorySegment.class,
                MemorySegment.class);
        return name -> Optional.ofNullable(fake.functions.get(name));
    }

    private void offer(String name, Class<?> result, Class<?>... parameters) {
        try {
            MethodHandle method = MethodHandles.lookup()
                    .bind(this, name.replace("cs_", "").replace("_", ""), MethodType.methodType(result, parameters));
            var type = FunctionDescriptor.of(
                    layout(result),
                    Arrays.stream(parameters).map(FakeCapstone::layout).toArray(MemoryLayout[]::new));
            functions.put(name, Linker.nativeLinker().upcallStub(method, type, Arena.global()));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    private static MemoryLayout layout(Class<?> type) {
        if (type == MemorySegment.class) {
            return ValueLayout.ADDRESS;
        }
        return type == long.class
                ? ValueLayout.JAVA_LONG
                : type == int.class ? ValueLayout.JAVA_INT : ValueLayout.JAVA_BOOLEAN;
    }

    int version(MemorySegment major, MemorySegment minor) {
        return version << Byte.SIZE;
    }

    boolean support(int architecture) {
        return x86 && architecture == 3;
    }

    int open(int architecture, int mode, MemorySegment handle) {
        handle.reinterpret(Long.BYTES).set(ValueLayout.JAVA_LONG, 0, mode);
        return 0;
    }

    int option(long handle, int option, long value) {
        return 0;
    }

    MemorySegment malloc(long handle) {
        return instruction;
    }

    boolean disasmiter(
            long handle, MemorySegment code, MemorySegment size, MemorySegment address, MemorySegment structure) {
        long given = size.reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
        byte[] there = code.reinterpret(Long.BYTES)
                .get(ValueLayout.ADDRESS, 0)
                .reinterpret(given)
                .toArray(ValueLayout.JAVA_BYTE);
        String hexadecimal = HexFormat.of().formatHex(there);
        for (var known : KNOWN.entrySet()) {
            if (hexadecimal.startsWith(known.getKey())) {
                instruction.fill((byte) 0);
                instruction.set(
                        ValueLayout.JAVA_SHORT, 16, (short) (known.getKey().length() / 2));
                instruction.setString(18 + bytes, known.getValue()[0]);
                instruction.setString(18 + bytes + 32, known.getValue()[1]);
                return true;
            }
        }
        return false;
    }
}
