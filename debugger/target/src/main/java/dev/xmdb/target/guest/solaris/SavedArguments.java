package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.stack.FramePointerUnwinder;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.symbols.SymbolTable;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of a function from its frame. A 64-bit kernel is compiled so that a function first stores its register arguments below
 * its frame pointer; whether this one did is seen in its code, and how many there are in its type. A 32-bit kernel passes arguments on
 * the stack.
 */
final class SavedArguments implements FramePointerUnwinder.SavedArguments {
    private static final int REGISTERS = 6;
    private static final int MOST_ARGUMENTS = 32;
    private static final int PROLOGUE = 256;
    /** A structure up to this size travels in registers; a larger result is written where a hidden first argument points. */
    private static final int REGISTER_STRUCT = 16;

    private final AddressSpace memory;
    private final SymbolTable symbols;
    private final Types types;

    SavedArguments(AddressSpace memory, SymbolTable symbols, Types types) {
        this.memory = memory;
        this.symbols = symbols;
        this.types = types;
    }

    @Override
    public List<Long> of(long pc, long fp) {
        Optional<Symbol> function = symbols.at(pc);
        Optional<Type.Function> type = function.flatMap(types::ofFunction);
        if (type.isEmpty() || type.get().arguments().isEmpty()) {
            return List.of();
        }
        try {
            return memory.wordSize() == Long.BYTES
                    ? saved(type.get(), prologue(function.get().value(), pc), fp)
                    : onStack(Math.min(type.get().arguments().size(), MOST_ARGUMENTS), fp + 2L * Integer.BYTES);
        } catch (MemoryFaultException gone) {
            return List.of();
        }
    }

    private byte[] prologue(long start, long pc) {
        byte[] code = new byte[(int) Math.min(PROLOGUE, pc - start)];
        memory.read(start, code, 0, code.length);
        return code;
    }

    private List<Long> saved(Type.Function type, byte[] code, long fp) {
        List<TypeLink> arguments = type.arguments();
        if (arguments.stream().limit(REGISTERS - 1).anyMatch(link -> inRegisters(link.type()))) {
            return List.of();
        }
        int hidden = returnsLargeStructure(type) ? 1 : 0;
        int count = Math.min(arguments.size(), MOST_ARGUMENTS);
        int inRegisters = Math.min(count, REGISTERS - hidden);
        Optional<Prologue.Style> style = Prologue.of(code, inRegisters, hidden == 1);
        if (style.isEmpty()) {
            return List.of();
        }
        int firstSlot = style.get() == Prologue.Style.HIDDEN_NOT_SAVED ? 0 : hidden;
        var values = new ArrayList<Long>(count);
        for (int i = 0; i < inRegisters; i++) {
            values.add(memory.readLong(fp - (long) Long.BYTES * (firstSlot + i + 1)));
        }
        values.addAll(onStack(count - inRegisters, fp + 2L * Long.BYTES));
        return List.copyOf(values);
    }

    private List<Long> onStack(int count, long from) {
        var values = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            values.add(memory.readWord(from + (long) i * memory.wordSize()));
        }
        return values;
    }

    private boolean inRegisters(Type type) {
        return types.complete(type) instanceof Type.Aggregate aggregate && aggregate.size() <= REGISTER_STRUCT;
    }

    private boolean returnsLargeStructure(Type.Function type) {
        return types.complete(type.result().type()) instanceof Type.Aggregate aggregate
                && aggregate.size() > REGISTER_STRUCT;
    }
}
