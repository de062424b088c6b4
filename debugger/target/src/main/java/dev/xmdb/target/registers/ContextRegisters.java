package dev.xmdb.target.registers;

import dev.xmdb.dump.vcpu.VcpuContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registers of a saved vCPU context. A 32-bit guest in an HVM domain has its registers in the 64-bit layout; it is shown the
 * 32-bit names, and answers to both.
 */
public final class ContextRegisters implements RegisterSet {
    private static final List<String> SEGMENTS = List.of("ds", "es", "fs", "gs", "cs", "ss");
    private static final List<String> LEGACY = List.of("ax", "bx", "cx", "dx", "si", "di", "bp", "sp");
    private static final List<String> ORDER_64 = List.of(
            "savfp", "savpc", "rdi", "rsi", "rdx", "rcx", "r8", "r9", "rax", "rbx", "rbp", "r10", "r11", "r12", "r13",
            "r14", "r15", "ds", "es", "fs", "gs", "trapno", "err", "rip", "cs", "rflags", "rsp", "ss", "fsbase",
            "gsbase", "kgsbase", "cr0", "cr2", "cr3", "cr4");
    private static final List<String> ORDER_32 = List.of(
            "savfp", "savpc", "gs", "fs", "es", "ds", "edi", "esi", "ebp", "ebx", "edx", "ecx", "eax", "trapno", "err",
            "eip", "cs", "eflags", "esp", "ss", "cr0", "cr2", "cr3", "cr4");
    private static final Map<String, Integer> CONTROL = Map.of("cr0", 0, "cr2", 2, "cr3", 3, "cr4", 4);
    private static final Map<String, Integer> DEBUG =
            Map.of("dr0", 0, "dr1", 1, "dr2", 2, "dr3", 3, "dr6", 6, "dr7", 7);
    private static final int SELECTOR_BITS = 16;

    /** What an alias shows of the register in the context: that many bits from that bit on. */
    private record Alias(String register, int shift, int bits) {}

    private static final Map<String, Alias> ALIASES_64 = aliases(true);
    private static final Map<String, Alias> ALIASES_32 = aliases(false);

    private final VcpuContext context;
    private final boolean kernelMode;
    private final int wordSize;
    private final Map<String, Alias> aliases;

    /**
     * Registers of a context.
     *
     * @param context the saved state
     * @param wordSize bytes in a general register as the guest ran, 8 or 4
     * @param kernelMode whether it ran in the guest's kernel, which tells which GS base was the current one
     */
    public ContextRegisters(VcpuContext context, int wordSize, boolean kernelMode) {
        this.context = context;
        this.kernelMode = kernelMode;
        this.wordSize = Math.min(wordSize, context.wordSize());
        this.aliases = context.wordSize() == 8 ? ALIASES_64 : ALIASES_32;
    }

    @Override
    public int wordSize() {
        return wordSize;
    }

    @Override
    public List<String> names() {
        return order(wordSize);
    }

    /** The full-width names in mdb's order of declaration. */
    static List<String> order(int wordSize) {
        return wordSize == 8 ? ORDER_64 : ORDER_32;
    }

    /** What an alias shows of the register that it is a part of; empty for a name that is no alias. */
    static OptionalLong alias(int wordSize, String name, Function<String, OptionalLong> registers) {
        return part((wordSize == 8 ? ALIASES_64 : ALIASES_32).get(name), registers);
    }

    private static OptionalLong part(@Nullable Alias alias, Function<String, OptionalLong> registers) {
        if (alias == null) {
            return OptionalLong.empty();
        }
        OptionalLong whole = registers.apply(alias.register());
        return whole.isEmpty()
                ? whole
                : OptionalLong.of((whole.getAsLong() >>> alias.shift()) & (-1L >>> (Long.SIZE - alias.bits())));
    }

    @Override
    public OptionalLong value(String name) {
        Alias alias = aliases.get(name);
        if (alias != null) {
            return part(alias, context::register);
        }
        Integer control = CONTROL.get(name);
        if (control != null) {
            return OptionalLong.of(context.controlRegister(control));
        }
        Integer debug = DEBUG.get(name);
        if (debug != null) {
            return OptionalLong.of(context.debugRegister(debug));
        }
        return switch (name) {
            case "savfp" -> value(wordSize == 8 ? "rbp" : "ebp");
            case "savpc" -> value(wordSize == 8 ? "rip" : "eip");
            case "trapno" -> firstOf("entry_vector", "trapno");
            case "err" -> firstOf("error_code", "err");
            case "fsbase", "fs_base" -> base(context.fsBase());
            case "gsbase" -> base(kernelMode ? context.gsBaseKernel() : context.gsBaseUser());
            case "kgsbase" -> base(kernelMode ? context.gsBaseUser() : context.gsBaseKernel());
            case "gs_base_kernel" -> base(context.gsBaseKernel());
            case "gs_base_user" -> base(context.gsBaseUser());
            default -> OptionalLong.empty();
        };
    }

    private OptionalLong base(long value) {
        return context.wordSize() == 8 ? OptionalLong.of(value) : OptionalLong.empty();
    }

    /** Layout views differ in which words they carry; recent Xen leaves these two zero anyway. */
    private OptionalLong firstOf(String name, String otherName) {
        OptionalLong value = context.register(name);
        if (value.isEmpty()) {
            value = context.register(otherName);
        }
        return value.isEmpty() ? OptionalLong.of(0) : value;
    }

    private static Map<String, Alias> aliases(boolean wide) {
        var table = new LinkedHashMap<String, Alias>();
        String prefix = wide ? "r" : "e";
        for (String name : LEGACY) {
            addWidths(table, prefix + name, name, wide);
        }
        addWidths(table, prefix + "ip", "ip", wide);
        table.put("ip", new Alias(prefix + "ip", 0, Short.SIZE));
        addWidths(table, prefix + "flags", "flags", wide);
        for (String name : List.of("ax", "bx", "cx", "dx")) {
            table.put(name.charAt(0) + "l", new Alias(prefix + name, 0, Byte.SIZE));
            table.put(name.charAt(0) + "h", new Alias(prefix + name, Byte.SIZE, Byte.SIZE));
        }
        for (String segment : SEGMENTS) {
            table.put(segment, new Alias(segment, 0, SELECTOR_BITS));
        }
        if (wide) {
            for (String name : List.of("si", "di", "bp", "sp")) {
                table.put(name + "l", new Alias("r" + name, 0, Byte.SIZE));
            }
            for (int number = 8; number <= 15; number++) {
                String name = "r" + number;
                table.put(name, new Alias(name, 0, Long.SIZE));
                table.put(name + "d", new Alias(name, 0, Integer.SIZE));
                table.put(name + "w", new Alias(name, 0, Short.SIZE));
                table.put(name + "l", new Alias(name, 0, Byte.SIZE));
                table.put(name + "b", new Alias(name, 0, Byte.SIZE));
            }
        }
        return Map.copyOf(table);
    }

    private static void addWidths(Map<String, Alias> table, String register, String name, boolean wide) {
        if (wide) {
            table.put("r" + name, new Alias(register, 0, Long.SIZE));
        }
        table.put("e" + name, new Alias(register, 0, Integer.SIZE));
        table.put(name, new Alias(register, 0, Short.SIZE));
    }
}
