package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.guest.solaris.SolarisModule.Extent;
import dev.xmdb.target.guest.solaris.SolarisModule.Strings;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.ElfSymbols;
import dev.xmdb.target.types.StructView;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the kernel's list of modules. What is damaged is named and left out; the rest stays. */
final class ModuleReader {
    /** No kernel had more; the debugger that these structures were made for stops here as well. */
    private static final int MOST_MODULES = 500;

    private static final int MAX_NAME = 256;
    private static final int MAX_PATH = 1024;
    /** Most bytes of one symbol table or string table, and of all of them. */
    private static final int MOST_TABLE_BYTES = 24 << 20;

    private static final int MOST_BYTES = 96 << 20;

    private final AddressSpace memory;
    private final BootstrapLayout layout;
    private final List<String> degradations;
    private final Map<String, SolarisModule> modules = new LinkedHashMap<>();
    private long budget = MOST_BYTES;

    ModuleReader(AddressSpace memory, List<String> degradations) {
        this.memory = memory;
        this.layout = BootstrapLayout.of(memory.wordSize());
        this.degradations = degradations;
    }

    /** The modules in the list's order. */
    List<SolarisModule> read(long head) {
        Set<Long> seen = new HashSet<>();
        long at = head;
        try {
            do {
                if (!seen.add(at)) {
                    degradations.add("the list of modules runs in a circle at " + Long.toHexString(at)
                            + " without coming back to its head: " + seen.size() + " entries read");
                    break;
                }
                if (seen.size() > MOST_MODULES) {
                    degradations.add("the list of modules goes on after " + MOST_MODULES + " entries");
                    break;
                }
                add(at);
                at = memory.readWord(at + layout.modctl().next());
            } while (at != head);
        } catch (MemoryFaultException fault) {
            degradations.add("the list of modules breaks off after " + seen.size() + " entries: " + fault.getMessage());
        }
        return List.copyOf(modules.values());
    }

    private void add(long modctl) {
        int id = memory.readInt(modctl + layout.modctl().id());
        long module = memory.readWord(modctl + layout.modctl().module());
        String name = text(memory.readWord(modctl + layout.modctl().name()), MAX_NAME);
        String fileName = text(memory.readWord(modctl + layout.modctl().fileName()), MAX_PATH);
        if (modules.containsKey(name)) {
            degradations.add("skipping duplicate module " + described(name, id));
            return;
        }
        SolarisModule unloaded = new SolarisModule(
                modctl,
                id,
                name,
                fileName,
                0,
                0,
                Extent.NONE,
                Extent.NONE,
                Extent.NONE,
                Extent.NONE,
                Optional.empty(),
                Strings.NONE);
        if (module == 0) {
            modules.put(name, unloaded);
            return;
        }
        try {
            modules.put(name, loaded(unloaded, module));
        } catch (MemoryFaultException fault) {
            modules.put(name, unloaded);
            degradations.add("skipping module " + described(name, id) + ": " + fault.getMessage());
        }
    }

    private static String described(String name, int id) {
        return "'" + name + "', id=" + id;
    }

    private String text(long address, int limit) {
        try {
            return address == 0 ? "" : StructView.text(memory, address, limit);
        } catch (MemoryFaultException fault) {
            return "";
        }
    }

    private SolarisModule loaded(SolarisModule named, long module) {
        BootstrapLayout.ModuleFields field = layout.module();
        int flags = memory.readInt(module + field.flags());
        Optional<ElfSymbols> table = Optional.empty();
        Strings strings = Strings.NONE;
        if ((flags & SolarisModule.NO_SYMBOLS) == 0) {
            Optional<Tables> tables = tables(named, module);
            table = tables.map(Tables::symbols);
            strings = tables.map(Tables::strings).orElse(Strings.NONE);
        }
        return new SolarisModule(
                named.modctl(),
                named.id(),
                named.name(),
                named.fileName(),
                module,
                flags,
                extent(module, field.text(), field.textSize()),
                extent(module, field.data(), field.dataSize()),
                extent(module, field.bss(), field.bssSize()),
                extent(module, field.ctf(), field.ctfSize()),
                table,
                strings);
    }

    private Extent extent(long structure, int address, int size) {
        return new Extent(memory.readWord(structure + address), memory.readWord(structure + size));
    }

    private record Tables(ElfSymbols symbols, Strings strings) {}

    /** The symbol table and its strings, which have to lie in the space that the kernel set aside for them. */
    private Optional<Tables> tables(SolarisModule named, long module) {
        BootstrapLayout.ModuleFields field = layout.module();
        long symbolHeader = memory.readWord(module + field.symbolHeader());
        long stringHeader = memory.readWord(module + field.stringHeader());
        long space = memory.readWord(module + field.symbolSpace());
        if (symbolHeader == 0 || stringHeader == 0 || space == 0) {
            degradations.add("module " + described(named.name(), named.id()) + " has no symbol table");
            return Optional.empty();
        }
        Extent symbols = extent(
                symbolHeader, layout.section().address(), layout.section().bytes());
        Extent strings = extent(
                stringHeader, layout.section().address(), layout.section().bytes());
        long spaceSize = memory.readWord(module + field.symbolSpaceSize());
        var both = new Extent(space, spaceSize == 0 ? symbols.size() + strings.size() : spaceSize);
        if (!both.contains(symbols) || !both.contains(strings)) {
            degradations.add("skipping module " + described(named.name(), named.id()) + " (corrupt symspace)");
            return Optional.empty();
        }
        byte[] table = copy(named, "symbol table", symbols);
        byte[] names = copy(named, "string table", strings);
        return Optional.of(new Tables(new ElfSymbols(table, names, memory.wordSize()), new Strings(names)));
    }

    /** As much of a table as there is. */
    private byte[] copy(SolarisModule named, String what, Extent from) {
        long limit = Math.min(budget, MOST_TABLE_BYTES);
        long wanted = Long.compareUnsigned(from.size(), limit) > 0 ? limit : from.size();
        int length = (int) memory.readable(from.address(), wanted);
        if (length != from.size()) {
            degradations.add("module " + described(named.name(), named.id()) + ": only " + length + " of "
                    + Long.toUnsignedString(from.size()) + " bytes of its " + what + " at "
                    + Long.toHexString(from.address())
                    + (length < wanted ? " can be read" : " are read: no kernel has as many"));
        }
        budget -= length;
        byte[] bytes = new byte[length];
        memory.read(from.address(), bytes, 0, length);
        return bytes;
    }
}
