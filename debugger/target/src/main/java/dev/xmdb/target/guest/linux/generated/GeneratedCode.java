package dev.xmdb.target.guest.linux.generated;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The code that a kernel made while it ran, from the lists by which it shows that code in {@code /proc/kallsyms}: BPF programs as they
 * are listed since Linux 5.7, trampolines of ftrace as they are since 5.8. No image that has such code was at hand; this is tried on
 * hand-made memory only.
 */
public final class GeneratedCode {
    private static final int MOST = 1 << 16;
    private static final long LARGEST = 1 << 22;
    private static final String BPF = "bpf";
    private static final String FTRACE = "__builtin__ftrace";
    private static final String TRAMPOLINE = "ftrace_trampoline";

    private final List<GeneratedFunction> functions;

    private GeneratedCode(List<GeneratedFunction> functions) {
        this.functions = List.copyOf(functions);
    }

    /**
     * Reads the lists.
     *
     * @param problems receives a sentence for each list that breaks off or cannot be read
     */
    public static GeneratedCode read(AddressSpace memory, Kallsyms symbols, Types types, Consumer<String> problems) {
        var found = new ArrayList<GeneratedFunction>();
        read(memory, symbols.valueOf("bpf_kallsyms"), "BPF programs", problems, head -> {
            StructLayout layout = types.layout("struct bpf_ksym");
            long link = layout.member("lnode").offset();
            return follow(memory, "BPF programs", head, at -> {
                StructView program = layout.at(memory, at - link);
                add(
                        found,
                        new GeneratedFunction(
                                BPF, program.text("name"), program.number("start"), program.number("end")));
            });
        });
        read(memory, symbols.valueOf("ftrace_ops_trampoline_list"), "trampolines of ftrace", problems, head -> {
            StructLayout layout = types.layout("struct ftrace_ops");
            long link = layout.member("list").offset();
            return follow(memory, "trampolines of ftrace", head, at -> {
                StructView operations = layout.at(memory, at - link);
                long start = operations.number("trampoline");
                add(
                        found,
                        new GeneratedFunction(FTRACE, TRAMPOLINE, start, start + operations.number("trampoline_size")));
            });
        });
        found.sort((one, other) -> Long.compareUnsigned(one.start(), other.start()));
        return new GeneratedCode(found);
    }

    /** Follows a list from its head. */
    private interface Reading {
        Chain.End from(long head);
    }

    /** Receives where an element is linked. */
    private interface Element {
        void at(long link);
    }

    private static void read(
            AddressSpace memory, OptionalLong head, String what, Consumer<String> problems, Reading reading) {
        if (head.isEmpty()) {
            return;
        }
        try {
            // An empty list needs no types.
            if (memory.readLong(head.getAsLong()) == head.getAsLong()) {
                return;
            }
            Chain.End end = reading.from(head.getAsLong());
            if (end.fault() != null) {
                problems.accept(end.fault());
            }
        } catch (MemoryFaultException | TypeDataException unreadable) {
            problems.accept(what + ": " + unreadable.getMessage());
        }
    }

    private static Chain.End follow(AddressSpace memory, String what, long head, Element element) {
        return new Chain(what, memory::readLong, MOST).followHeaded(head, at -> {
            element.at(at);
            return true;
        });
    }

    private static void add(List<GeneratedFunction> found, GeneratedFunction function) {
        long size = function.end() - function.start();
        // Only the kernel's half has code of its own, and no piece of it is large.
        if (function.start() < 0 && size > 0 && size <= LARGEST) {
            found.add(function);
        }
    }

    /** All of it, in order of addresses. */
    public List<GeneratedFunction> functions() {
        return functions;
    }

    /** The piece that an address is in. */
    public Optional<GeneratedFunction> at(long address) {
        int low = 0;
        int high = functions.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(functions.get(middle).start(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0
                ? Optional.empty()
                : Optional.of(functions.get(low - 1)).filter(function -> function.contains(address));
    }
}
