package dev.xmdb.target.guest.linux;

import dev.xmdb.target.guest.CpuVariables;
import dev.xmdb.target.guest.linux.cpu.PerCpu;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.module.ModuleTypes;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.btf.BtfContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The per-CPU variables of a kernel and its modules. Since Linux 5.11 their types and places are in BTF, as a section {@code
 * .data..percpu}; for an older kernel only those that every kernel has are known. Up to 6.14 their symbols say how far they are from the
 * section's beginning, later the address in a section that no CPU uses. Thread-safe.
 */
final class PerCpuVariables implements CpuVariables {
    /** No kernel has a section of as many bytes. */
    private static final long LARGEST = 1L << 30;

    private final AddressSpace memory;
    private final LinuxTypes types;
    private final Kallsyms symbols;
    private final PerCpu perCpu;
    private final List<Segment> segments;
    private @Nullable List<Copy> bases;

    /** The variables of an object: those with values from a beginning on. The variables are read when one is asked for. */
    private final class Segment {
        private final String object;
        private final long start;
        private final long size;
        private @Nullable Map<Long, Variable> variables;

        Segment(String object, long start, long size) {
            this.object = object;
            this.start = start;
            this.size = size;
        }

        boolean holds(long value) {
            return Long.compareUnsigned(value - start, size) < 0;
        }

        synchronized Map<Long, Variable> variables() {
            Map<Long, Variable> known = variables;
            if (known == null) {
                known = new TreeMap<>(Long::compareUnsigned);
                for (Variable variable : read(this)) {
                    known.putIfAbsent(variable.value(), variable);
                }
                variables = known;
            }
            return known;
        }
    }

    PerCpuVariables(AddressSpace memory, LinuxTypes types, Kallsyms symbols, PerCpu perCpu) {
        this.memory = memory;
        this.types = types;
        this.symbols = symbols;
        this.perCpu = perCpu;
        var found = new ArrayList<Segment>();
        OptionalLong start = symbols.valueOf("__per_cpu_start");
        OptionalLong end = symbols.valueOf("__per_cpu_end");
        if (start.isPresent() && end.isPresent()) {
            add(found, LinuxTypes.KERNEL, start.getAsLong(), end.getAsLong() - start.getAsLong());
        }
        modules(found);
        this.segments = List.copyOf(found);
    }

    private void add(List<Segment> found, String object, long start, long size) {
        if (size > 0 && size < LARGEST) {
            found.add(new Segment(object, start, size));
        }
    }

    /** A module's variables lie in memory that was taken for them when it was loaded. */
    private void modules(List<Segment> found) {
        try {
            List<ModuleTypes.Place> places = types.ofModules();
            if (places.isEmpty()) {
                return;
            }
            StructLayout layout = types.layout("struct module");
            if (!layout.has("percpu") || !layout.has("percpu_size")) {
                return;
            }
            for (ModuleTypes.Place place : places) {
                StructView module = layout.at(memory, place.module());
                add(found, place.name(), module.number("percpu"), module.number("percpu_size"));
            }
        } catch (TypeDataException | MemoryFaultException untold) {
            // Without them the kernel's own variables are known all the same.
        }
    }

    private List<Variable> read(Segment segment) {
        boolean own = segment.object.equals(LinuxTypes.KERNEL);
        Optional<BtfContainer> container = own ? types.kernel() : types.ofModule(segment.object);
        List<Variable> recorded = container.stream()
                .flatMap(types -> types.variablesOf(LinuxTypes.PER_CPU_SECTION).stream())
                .filter(placed -> placed.offset() < segment.size)
                .map(placed -> new Variable(
                        segment.object,
                        placed.name(),
                        segment.start + placed.offset(),
                        placed.type().type()))
                .toList();
        return recorded.isEmpty() && own ? known(segment) : recorded;
    }

    private List<Variable> known(Segment segment) {
        return KnownVariables.perCpu()
                .flatMap(name -> {
                    OptionalInt symbol = symbols.allNamed(name)
                            .filter(each -> segment.holds(symbols.address(each)))
                            .findFirst();
                    return symbol.isEmpty() ? Stream.of() : known(name, symbols.address(symbol.getAsInt()));
                })
                .sorted(Comparator.comparing(Variable::value, Long::compareUnsigned))
                .toList();
    }

    private Stream<Variable> known(String name, long value) {
        var symbol = new Symbol(name, value, 0, Symbol.Kind.OBJECT, Symbol.Binding.GLOBAL, LinuxTypes.KERNEL, -1);
        return KnownVariables.typeOf(types, symbol, memory)
                .map(type -> new Variable(LinuxTypes.KERNEL, name, value, type))
                .stream();
    }

    @Override
    public List<Variable> all() {
        return segments.stream()
                .flatMap(segment -> segment.variables().values().stream())
                .toList();
    }

    @Override
    public Optional<Variable> valued(long value) {
        return segments.stream()
                .filter(segment -> segment.holds(value))
                .flatMap(segment -> Stream.ofNullable(segment.variables().get(value)))
                .findFirst();
    }

    @Override
    public Optional<Variable> copiedTo(long address) {
        List<Copy> known;
        try {
            known = bases();
        } catch (MemoryFaultException lost) {
            return Optional.empty();
        }
        return known.stream()
                .flatMap(base -> valued(address - base.address()).stream())
                .findFirst();
    }

    @Override
    public List<Copy> copies(long value) {
        return bases().stream()
                .map(base -> new Copy(base.cpu(), base.address() + value))
                .toList();
    }

    /** What every CPU adds to a value. */
    private synchronized List<Copy> bases() {
        List<Copy> known = bases;
        if (known == null) {
            known = perCpu.possible().stream()
                    .map(cpu -> new Copy(cpu, perCpu.address(0, cpu)))
                    .toList();
            bases = known;
        }
        return known;
    }
}
