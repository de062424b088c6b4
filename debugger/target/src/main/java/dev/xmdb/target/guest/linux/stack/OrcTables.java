package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.guest.linux.module.LoadedModules;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The unwind tables of a kernel and of its modules. Thread-safe. */
public final class OrcTables {
    private static final int MOST = 1 << 24;
    private static final int HEADER = 20;
    private static final int SAMPLE = 4096;
    private static final int OLD_SP = 5;
    private static final int NEW_SP = 3;
    private static final int TYPE_SHIFT = 8;
    private static final int TYPE_MASK = 7;
    /** A call since 6.4. */
    private static final int CALL = 2;

    private static final int END_OF_6_3 = 11;
    /** Hashes that the build writes down for the formats, since 6.4. */
    private static final Map<String, OrcFormat> HEADERS = Map.of(
            "fe5d32bf581bd63b2ca9a5c65ba5a625eab3fe24", OrcFormat.WITH_END_TYPES,
            "137c36ad7627c4dd55932176bb0ecdbd5041fc82", OrcFormat.RENUMBERED,
            "db84aed4103b31dd51e017f8f79783ca985c2c51", OrcFormat.WITH_SIGNAL);

    private final AddressSpace memory;
    private final Types types;
    private final Supplier<LoadedModules> modules;
    private final OrcTable kernel;
    private final long textStart;
    private final long textEnd;
    private final Map<Long, Optional<OrcTable>> ofModules = new ConcurrentHashMap<>();

    private OrcTables(
            AddressSpace memory,
            Types types,
            Supplier<LoadedModules> modules,
            OrcTable kernel,
            long textStart,
            long textEnd) {
        this.memory = memory;
        this.types = types;
        this.modules = modules;
        this.kernel = kernel;
        this.textStart = textStart;
        this.textEnd = textEnd;
    }

    /** The tables of a kernel; nothing when it has none, as one that was built with frame pointers. */
    public static Optional<OrcTables> find(
            AddressSpace memory, Kallsyms symbols, Types types, Supplier<LoadedModules> modules) {
        OptionalLong addresses = symbols.valueOf("__start_orc_unwind_ip");
        OptionalLong end = symbols.valueOf("__stop_orc_unwind_ip");
        OptionalLong entries = symbols.valueOf("__start_orc_unwind");
        if (addresses.isEmpty() || end.isEmpty() || entries.isEmpty()) {
            return Optional.empty();
        }
        long count = (end.getAsLong() - addresses.getAsLong()) / OrcTable.ADDRESS_SIZE;
        if (count <= 0 || count > MOST) {
            return Optional.empty();
        }
        try {
            OrcFormat format = format(memory, symbols, types, entries.getAsLong(), (int) count);
            var table = new OrcTable(memory, addresses.getAsLong(), entries.getAsLong(), (int) count, format);
            return Optional.of(new OrcTables(
                    memory,
                    types,
                    modules,
                    table,
                    symbols.valueOf("_stext").orElse(0),
                    symbols.valueOf("_end").orElse(-1)));
        } catch (MemoryFaultException notThere) {
            return Optional.empty();
        }
    }

    private static OrcFormat format(AddressSpace memory, Kallsyms symbols, Types types, long entries, int count) {
        OptionalLong header = symbols.valueOf("__start_orc_header");
        if (header.isPresent() && memory.readable(header.getAsLong(), HEADER) == HEADER) {
            byte[] hash = new byte[HEADER];
            memory.read(header.getAsLong(), hash, 0, HEADER);
            OrcFormat told = HEADERS.get(HexFormat.of().formatHex(hash));
            if (told != null) {
                return told;
            }
        }
        try {
            StructLayout entry = types.layout("struct orc_entry");
            if (!entry.has("signal")) {
                return OrcFormat.FIRST;
            }
            if (entry.has("end")) {
                return OrcFormat.WITH_SIGNAL;
            }
        } catch (TypeDataException noTypes) {
            // The entries themselves tell the rest.
        }
        return byFrequency(memory, entries, count);
    }

    /**
     * By the entries alone. Most of them tell of a call: its number was 0 up to 6.3 and is 2 since. Of the older ones only those of 6.3 use
     * the bit after the end's. Most tell the caller's stack pointer from the stack pointer, whose number changed in 7.1.
     */
    private static OrcFormat byFrequency(AddressSpace memory, long entries, int count) {
        int old = 0;
        int renumbered = 0;
        int calls = 0;
        boolean signals = false;
        for (int each = 0; each < SAMPLE; each++) {
            long at = entries + (long) each * count / SAMPLE * OrcTable.ENTRY_SIZE;
            int flags = memory.readShort(at + 4);
            int register = flags & 0xf;
            old += register == OLD_SP ? 1 : 0;
            renumbered += register == NEW_SP ? 1 : 0;
            calls += (flags >>> TYPE_SHIFT & TYPE_MASK) == CALL ? 1 : 0;
            signals |= (flags >>> END_OF_6_3 & 1) != 0;
        }
        if (calls < SAMPLE / 2) {
            return signals ? OrcFormat.WITH_SIGNAL : OrcFormat.FIRST;
        }
        return renumbered > old ? OrcFormat.RENUMBERED : OrcFormat.WITH_END_TYPES;
    }

    /** The kernel's own table. */
    public OrcTable kernel() {
        return kernel;
    }

    /** What is known at an instruction of the kernel or of a module. */
    Optional<OrcEntry> at(long instruction) {
        if (Long.compareUnsigned(instruction, textStart) >= 0 && Long.compareUnsigned(instruction, textEnd) < 0) {
            return kernel.at(instruction);
        }
        return modules.get()
                .at(instruction)
                .filter(module -> module.hasCode(instruction))
                .flatMap(module -> ofModules.computeIfAbsent(module.address(), _ -> table(module)))
                .flatMap(table -> table.at(instruction));
    }

    private Optional<OrcTable> table(LinuxModule module) {
        try {
            StructView view = types.layout("struct module").at(memory, module.address());
            long count = view.number("arch.num_orcs");
            return count <= 0 || count > MOST
                    ? Optional.empty()
                    : Optional.of(new OrcTable(
                            memory,
                            view.number("arch.orc_unwind_ip"),
                            view.number("arch.orc_unwind"),
                            (int) count,
                            kernel.format()));
        } catch (MemoryFaultException | TypeDataException unusable) {
            return Optional.empty();
        }
    }
}
