package dev.xmdb.target.guest.linux.cpu;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Variables of which every CPU has one of its own. A CPU's lies at the symbol's value plus the CPU's offset, whether the value is a
 * distance (up to Linux 6.14) or an address.
 */
public final class PerCpu {
    private static final int MOST_CPUS = 8192;

    private final AddressSpace memory;
    private final Function<String, OptionalLong> symbols;
    private final List<Integer> possible;

    /**
     * The CPUs of a kernel, as its masks tell them.
     *
     * @param symbols the kernel's symbols, by name
     */
    public PerCpu(AddressSpace memory, Function<String, OptionalLong> symbols) {
        this.memory = memory;
        this.symbols = symbols;
        this.possible = inMask("__cpu_possible_mask");
    }

    /** CPUs that the kernel made room for; the first one alone where it does not tell. */
    public List<Integer> possible() {
        return possible;
    }

    /** CPUs that run. */
    public List<Integer> online() {
        return inMask("__cpu_online_mask");
    }

    private List<Integer> inMask(String name) {
        OptionalLong mask = symbols.apply(name);
        OptionalLong count = symbols.apply("nr_cpu_ids");
        try {
            // Without a variable the count is a constant: the kernel was built for one CPU.
            int cpus = count.isEmpty() ? 1 : Math.min(MOST_CPUS, memory.readInt(count.getAsLong()));
            List<Integer> set = mask.isEmpty()
                    ? List.of()
                    : IntStream.range(0, cpus)
                            .filter(cpu -> (memory.readByte(mask.getAsLong() + cpu / 8) >>> cpu % 8 & 1) != 0)
                            .boxed()
                            .toList();
            return set.isEmpty() ? List.of(0) : set;
        } catch (MemoryFaultException notThere) {
            return List.of(0);
        }
    }

    /**
     * A CPU's own instance of a variable.
     *
     * @param symbol the symbol's value
     * @throws MemoryFaultException when the offsets are not in memory
     */
    public long address(long symbol, int cpu) {
        OptionalLong offsets = symbols.apply("__per_cpu_offset");
        return symbol + (offsets.isEmpty() ? 0 : memory.readLong(offsets.getAsLong() + 8L * cpu));
    }
}
