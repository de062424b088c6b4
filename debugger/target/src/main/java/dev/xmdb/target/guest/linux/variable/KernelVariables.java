package dev.xmdb.target.guest.linux.variable;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.cpu.PerCpu;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The variables of a kernel. Reading one that the kernel does not have throws {@link TypeDataException}, reading one that is not in the
 * image {@link dev.xmdb.target.memory.MemoryFaultException}.
 *
 * @param memory the kernel's address space
 * @param symbols its symbols
 * @param types its types
 * @param perCpu where the CPUs have their own
 */
public record KernelVariables(AddressSpace memory, Kallsyms symbols, Types types, PerCpu perCpu) {
    private static final String DATA = "dDbB";

    /** Those of a guest. */
    public static KernelVariables of(LinuxGuest guest) {
        return new KernelVariables(guest.memory(), guest.kallsyms(), guest.types(), guest.perCpu());
    }

    /** The address of a variable, before any code or constant of its name; the value of a per-CPU one. */
    public OptionalLong find(String name) {
        OptionalInt variable = symbols.allNamed(name)
                .filter(symbol -> DATA.indexOf(symbols.letter(symbol)) >= 0)
                .findFirst();
        return variable.isPresent() ? OptionalLong.of(symbols.address(variable.getAsInt())) : symbols.valueOf(name);
    }

    /** Whether the kernel has a variable. */
    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** The address of a variable. */
    public long address(String name) {
        return find(name).orElseThrow(() -> new TypeDataException("failed to read " + name + ": unknown symbol name"));
    }

    /** The address of a CPU's own instance of a variable. */
    public long address(String name, int cpu) {
        return perCpu.address(address(name), cpu);
    }

    /** A pointer or another variable of a word. */
    public long word(String name) {
        return memory.readWord(address(name));
    }

    /** An {@code int}. */
    public int number(String name) {
        return memory.readInt(address(name));
    }
}
