package dev.xmdb.target.guest.linux.variable;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.cpu.PerCpu;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.kallsyms.SymbolsOf;
import dev.xmdb.target.types.TypesOf;
import java.util.LinkedHashMap;
import java.util.Map;

/** A kernel that a test makes of variables, structures and bytes. */
public final class KernelOf {
    private static final long DATA = 0xffffffff81a00000L;
    private static final long ROOM = 0x1000;

    private final MemoryOf memory = new MemoryOf(8);
    private final TypesOf types = new TypesOf();
    private final Map<String, Long> variables = new LinkedHashMap<>();
    private long next = DATA;

    /** Its memory. */
    public MemoryOf memory() {
        return memory;
    }

    /** Its types. */
    public TypesOf types() {
        return types;
    }

    /** A variable of a page of zeroes; its address. */
    public long variable(String name) {
        long address = next;
        next += ROOM;
        memory.put(address, new byte[(int) ROOM]);
        variables.put(name, address);
        return address;
    }

    /** A variable with a word in it. */
    public KernelOf word(String name, long value) {
        memory.word(variable(name), value);
        return this;
    }

    /** A per-CPU variable at a distance. */
    public KernelOf perCpu(String name, long distance) {
        variables.put(name, distance);
        return this;
    }

    /** CPUs with memory of their own. */
    public KernelOf cpus(long... offsets) {
        memory.put(variable("__cpu_possible_mask"), 8, (1L << offsets.length) - 1);
        memory.put(variable("nr_cpu_ids"), 4, offsets.length);
        long table = variable("__per_cpu_offset");
        for (int cpu = 0; cpu < offsets.length; cpu++) {
            memory.word(table + 8L * cpu, offsets[cpu]);
        }
        return this;
    }

    /** The kernel. */
    public KernelVariables made() {
        // What lies behind the last variable ends it.
        variables.put("behind_all", next);
        Kallsyms symbols = SymbolsOf.with(variables);
        return new KernelVariables(memory, symbols, types, new PerCpu(memory, symbols::valueOf));
    }
}
