package dev.xmdb.target.guest.linux.module;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.symbols.SymbolTable;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads the symbols that a module keeps for the kernel's own messages: an ELF symbol table and its names. */
final class ModuleSymbols {
    private static final int ENTRY = 24;
    private static final int SECTION = 6;
    private static final int VALUE = 8;
    private static final int SIZE = 16;
    private static final int MOST = 1 << 20;
    private static final int LONGEST_NAME = 512;
    private static final String CODE = "tw";
    private static final String DATA = "bdrv";

    private ModuleSymbols() {}

    /**
     * A module's symbols in its table's order; those that can be read.
     *
     * @param problems receives a sentence for what cannot be read
     */
    static SymbolTable read(AddressSpace memory, Types types, LinuxModule module, Consumer<String> problems) {
        var symbols = new ArrayList<Symbol>();
        try {
            StructView kept = types.layout("struct mod_kallsyms")
                    .at(
                            memory,
                            types.layout("struct module")
                                    .at(memory, module.address())
                                    .number("kallsyms"));
            long count = kept.number("num_symtab");
            if (count > MOST) {
                problems.accept("symbols of module " + module.name() + ": " + count + " are more than any module has");
                return SymbolTable.EMPTY;
            }
            boolean letters = kept.layout().has("typetab");
            for (int index = 1; index < count; index++) {
                long at = kept.number("symtab") + (long) index * ENTRY;
                String name = StructView.text(
                        memory, kept.number("strtab") + Integer.toUnsignedLong(memory.readInt(at)), LONGEST_NAME);
                if (!name.isEmpty() && memory.readShort(at + SECTION) != 0) {
                    int letter = memory.readByte(letters ? kept.number("typetab") + index : at + 4);
                    symbols.add(symbol(memory, module, name, (char) letter, at, index));
                }
            }
        } catch (MemoryFaultException | TypeDataException fault) {
            problems.accept("symbols of module " + module.name() + ": " + fault.getMessage());
        }
        return new SymbolTable(List.copyOf(symbols));
    }

    private static Symbol symbol(
            AddressSpace memory, LinuxModule module, String name, char letter, long at, int index) {
        String lower = String.valueOf(letter).toLowerCase(Locale.ROOT);
        Symbol.Kind kind = CODE.contains(lower)
                ? Symbol.Kind.FUNCTION
                : DATA.contains(lower) ? Symbol.Kind.OBJECT : Symbol.Kind.UNTYPED;
        Symbol.Binding binding = lower.equals("w") || lower.equals("v")
                ? Symbol.Binding.WEAK
                : Character.isUpperCase(letter) ? Symbol.Binding.GLOBAL : Symbol.Binding.LOCAL;
        return new Symbol(
                name, memory.readLong(at + VALUE), memory.readLong(at + SIZE), kind, binding, module.name(), index);
    }
}
