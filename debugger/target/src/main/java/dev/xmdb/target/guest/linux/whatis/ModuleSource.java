package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InImage;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.Section;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.whatis.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The memory of modules, by what it is for. */
final class ModuleSource implements AddressSource<LinuxOwner> {
    /** The kinds of memory that a module has since 6.4, in the order of the kernel's array. */
    private static final List<Section> KINDS = List.of(
            Section.TEXT,
            Section.DATA,
            Section.RODATA,
            Section.RO_AFTER_INIT,
            Section.INIT,
            Section.INIT,
            Section.INIT);

    private final LinuxGuest guest;
    private final Ranges<Part> parts;
    private final List<String> faults = new ArrayList<>();

    private record Part(LinuxModule module, Section section, long base) {}

    ModuleSource(LinuxGuest guest) {
        this.guest = guest;
        var found = new Ranges.Builder<Part>();
        try {
            StructLayout layout = guest.types().layout("struct module");
            for (LinuxModule module : guest.modules().all()) {
                try {
                    read(found, module, layout.at(guest.memory(), module.address()));
                } catch (MemoryFaultException lost) {
                    faults.add("module " + module.name() + ": " + lost.getMessage());
                }
            }
        } catch (TypeDataException untold) {
            faults.add("modules: " + untold.getMessage());
        }
        parts = found.build();
    }

    private static void read(Ranges.Builder<Part> found, LinuxModule module, StructView view) {
        if (view.layout().has("mem[0].base")) {
            for (int kind = 0; kind < KINDS.size() && view.layout().has("mem[" + kind + "].base"); kind++) {
                long base = view.number("mem[" + kind + "].base");
                add(found, module, KINDS.get(kind), base, 0, view.number("mem[" + kind + "].size"));
            }
            return;
        }
        // Up to 6.3 one piece of memory: code, then what is read only, then what is so after setting up, then data.
        long base = view.number("core_layout.base");
        long text = view.number("core_layout.text_size");
        long readOnly = view.number("core_layout.ro_size");
        long afterInit = view.layout().has("core_layout.ro_after_init_size")
                ? Math.max(readOnly, view.number("core_layout.ro_after_init_size"))
                : readOnly;
        add(found, module, Section.TEXT, base, 0, text);
        add(found, module, Section.RODATA, base, text, readOnly);
        add(found, module, Section.RO_AFTER_INIT, base, readOnly, afterInit);
        add(found, module, Section.DATA, base, afterInit, view.number("core_layout.size"));
        add(found, module, Section.INIT, view.number("init_layout.base"), 0, view.number("init_layout.size"));
    }

    private static void add(
            Ranges.Builder<Part> found, LinuxModule module, Section section, long base, long from, long to) {
        if (base != 0 && from >= 0 && to > from) {
            found.add(base + from, base + to, new Part(module, section, base + from));
        }
    }

    @Override
    public String name() {
        return "modules";
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        return parts.at(address, part -> {
            Optional<Symbol> symbol = guest.modules().symbols(part.module()).at(address);
            return sink.test(new InImage(
                    part.module().name(),
                    part.section(),
                    false,
                    symbol.map(Symbol::value).orElse(part.base()),
                    symbol.isPresent()));
        });
    }
}
