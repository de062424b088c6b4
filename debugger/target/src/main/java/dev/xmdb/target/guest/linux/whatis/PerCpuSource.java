package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.PerCpuMemory;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.PerCpuSymbol;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.PerCpuVariable;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.whatis.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Each CPU's own memory: the kernel's per-CPU variables, those of modules, and what was allocated in the first chunk. Further chunks are
 * areas of vmalloc.
 */
final class PerCpuSource implements AddressSource<LinuxOwner> {
    private final LinuxGuest guest;
    private final Kallsyms symbols;
    private final long start;
    private final long end;
    private final int[] variables;
    private final Ranges<Part> parts;
    private final List<String> faults = new ArrayList<>();

    /** Part of a CPU's memory: {@code offset} is how far it is from what per-CPU pointers say; no object for the dynamic part. */
    private record Part(int cpu, long base, long offset, String object) {}

    PerCpuSource(LinuxGuest guest) {
        this.guest = guest;
        this.symbols = guest.kallsyms();
        OptionalLong first = symbols.valueOf("__per_cpu_start");
        OptionalLong behind = symbols.valueOf("__per_cpu_end");
        start = first.orElse(0);
        end = behind.orElse(start);
        var found = new Ranges.Builder<Part>();
        if (first.isEmpty() || behind.isEmpty()) {
            variables = new int[0];
        } else {
            variables = variables(start, behind.getAsLong());
            for (int cpu : guest.perCpu().possible()) {
                try {
                    long offset = guest.perCpu().address(0, cpu);
                    found.add(
                            start + offset,
                            behind.getAsLong() + offset,
                            new Part(cpu, start + offset, offset, LinuxOwner.KERNEL));
                    modules(cpu, offset, found);
                    chunk("pcpu_first_chunk", cpu, offset, found);
                    chunk("pcpu_reserved_chunk", cpu, offset, found);
                } catch (MemoryFaultException lost) {
                    faults.add("per-CPU memory of CPU " + cpu + ": " + lost.getMessage());
                }
            }
        }
        parts = found.build();
    }

    /** Symbols of per-CPU variables by address; up to 6.14 their values are small numbers, as those of some constants are. */
    private int[] variables(long from, long to) {
        return IntStream.range(0, symbols.count())
                .filter(symbol -> Long.compareUnsigned(symbols.address(symbol) - from, to - from) < 0)
                .filter(symbol -> !symbols.name(symbol).startsWith("__per_cpu_"))
                .boxed()
                .sorted((one, other) -> Long.compareUnsigned(symbols.address(one), symbols.address(other)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void modules(int cpu, long offset, Ranges.Builder<Part> found) {
        try {
            StructLayout layout = guest.types().layout("struct module");
            if (!layout.has("percpu") || !layout.has("percpu_size")) {
                return;
            }
            for (LinuxModule module : guest.modules().all()) {
                StructView view = layout.at(guest.memory(), module.address());
                long own = view.number("percpu");
                if (own != 0) {
                    found.add(
                            own + offset,
                            own + offset + view.number("percpu_size"),
                            new Part(cpu, own + offset, offset, module.name()));
                }
            }
        } catch (TypeDataException untold) {
            faults.add("per-CPU memory of modules: " + untold.getMessage());
        }
    }

    /** Where a chunk's memory lies for a CPU: as far from the kernel's variables as it is for the first unit. */
    private void chunk(String variable, int cpu, long offset, Ranges.Builder<Part> found) {
        OptionalLong at = symbols.valueOf(variable);
        OptionalLong base = symbols.valueOf("pcpu_base_addr");
        if (at.isEmpty() || base.isEmpty()) {
            return;
        }
        try {
            long chunk = guest.memory().readLong(at.getAsLong());
            if (chunk != 0) {
                StructView view = guest.types().layout("struct pcpu_chunk").at(guest.memory(), chunk);
                long from = view.number("base_addr") - guest.memory().readLong(base.getAsLong()) + start + offset;
                long to = from + view.number("nr_pages") * 4096 - view.number("end_offset");
                found.add(from + view.number("start_offset"), to, new Part(cpu, from, offset, ""));
            }
        } catch (TypeDataException untold) {
            faults.add(variable + ": " + untold.getMessage());
        }
    }

    @Override
    public String name() {
        return "percpu";
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        return parts.at(address, part -> sink.test(owner(part, address)));
    }

    private LinuxOwner owner(Part part, long address) {
        long pointer = address - part.offset();
        if (part.object().isEmpty()) {
            return new PerCpuMemory(part.cpu(), pointer, part.base());
        }
        return part.object().equals(LinuxOwner.KERNEL) ? variable(part, pointer) : ofModule(part, pointer);
    }

    private LinuxOwner variable(Part part, long pointer) {
        OptionalInt symbol = symbol(pointer);
        return symbol.isEmpty()
                ? new PerCpuVariable(part.cpu(), part.object(), "", part.base())
                : new PerCpuVariable(
                        part.cpu(),
                        part.object(),
                        symbols.name(symbol.getAsInt()),
                        symbols.address(symbol.getAsInt()) + part.offset());
    }

    /** The first of the variables that begin closest below a value. */
    private OptionalInt symbol(long pointer) {
        int low = 0;
        int high = variables.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(symbols.address(variables[middle]), pointer) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return OptionalInt.empty();
        }
        long value = symbols.address(variables[low - 1]);
        while (low > 1 && symbols.address(variables[low - 2]) == value) {
            low--;
        }
        return OptionalInt.of(variables[low - 1]);
    }

    /** Knows the values of the variables' symbols, where they are no addresses. */
    AddressSource<LinuxOwner> values() {
        return new AddressSource<>() {
            @Override
            public String name() {
                return "percpu symbols";
            }

            @Override
            public boolean find(long address, Predicate<? super LinuxOwner> sink) {
                OptionalInt symbol = start < 0 || Long.compareUnsigned(address - start, end - start) >= 0
                        ? OptionalInt.empty()
                        : symbol(address);
                return symbol.isEmpty()
                        || sink.test(
                                new PerCpuSymbol(symbols.name(symbol.getAsInt()), symbols.address(symbol.getAsInt())));
            }
        };
    }

    private LinuxOwner ofModule(Part part, long pointer) {
        return guest.modules().named(part.object()).stream()
                .flatMap(module -> guest.modules().symbols(module).all().stream())
                .filter(symbol -> Long.compareUnsigned(pointer - symbol.value(), symbol.size()) < 0)
                .findFirst()
                .map(symbol ->
                        new PerCpuVariable(part.cpu(), part.object(), symbol.name(), symbol.value() + part.offset()))
                .orElseGet(() -> new PerCpuVariable(part.cpu(), part.object(), "", part.base()));
    }
}
