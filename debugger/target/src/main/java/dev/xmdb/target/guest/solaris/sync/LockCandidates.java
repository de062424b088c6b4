package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Places where there are locks, as far as types tell: in the kernel's variables, and in the structures that functions on the stacks of
 * sleeping threads were called with. Nothing in a thread says which locks it holds.
 */
final class LockCandidates {
    private final SolarisGuest kernel;
    private final LockMembers members;
    private final Threads threads;
    private final Map<Symbol, List<Parameter>> parameters = new HashMap<>();
    private final Map<Long, LockKind> found = new LinkedHashMap<>();

    /** An argument that points to a structure with locks. */
    private record Parameter(int place, List<LockMembers.Place> locks) {}

    LockCandidates(SolarisGuest kernel) {
        this.kernel = kernel;
        this.members = new LockMembers(kernel.types());
        this.threads = Threads.of(kernel);
    }

    /** Addresses of locks with what they are. */
    Map<Long, LockKind> find(List<Sleeper> sleepers, Effort effort) {
        for (Symbol symbol : kernel.symbols().merged().all()) {
            if (symbol.kind() == Symbol.Kind.OBJECT) {
                kernel.types().ofVariable(symbol).ifPresent(type -> add(symbol.value(), members.of(type)));
            }
        }
        long done = 0;
        for (Sleeper sleeper : sleepers) {
            effort.advance("reading stacks", done++, sleepers.size());
            stack(sleeper.thread()).forEach(this::arguments);
        }
        return found;
    }

    private void add(long base, List<LockMembers.Place> locks) {
        locks.forEach(lock -> found.putIfAbsent(base + lock.offset(), lock.kind()));
    }

    /** The frames of a thread that is not on a CPU: its saved stack pointer is the innermost frame's address. */
    private List<StackFrame> stack(long address) {
        try {
            long sp = threads.at(address).savedSp();
            return kernel.unwinder()
                    .map(unwinder -> unwinder.unwind(Unwinder.Start.atFrame(sp)).frames())
                    .orElse(List.of());
        } catch (MemoryFaultException unreadable) {
            return List.of();
        }
    }

    private void arguments(StackFrame frame) {
        if (frame.arguments().isEmpty()) {
            return;
        }
        Optional<Symbol> function = kernel.symbols().merged().at(frame.pc());
        if (function.isEmpty()) {
            return;
        }
        for (Parameter parameter : parameters.computeIfAbsent(function.get(), this::parameters)) {
            if (parameter.place() < frame.arguments().size()) {
                add(frame.arguments().get(parameter.place()), parameter.locks());
            }
        }
    }

    private List<Parameter> parameters(Symbol function) {
        Optional<Type.Function> type = kernel.types().ofFunction(function);
        if (type.isEmpty()) {
            return List.of();
        }
        var result = new ArrayList<Parameter>();
        for (int i = 0; i < type.get().arguments().size(); i++) {
            Type argument =
                    kernel.types().complete(type.get().arguments().get(i).type());
            if (argument instanceof Type.Pointer pointer) {
                List<LockMembers.Place> locks = members.of(pointer.target().type());
                if (!locks.isEmpty()) {
                    result.add(new Parameter(i, locks));
                }
            }
        }
        return List.copyOf(result);
    }
}
