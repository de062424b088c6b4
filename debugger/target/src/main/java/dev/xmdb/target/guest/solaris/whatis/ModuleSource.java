package dev.xmdb.target.guest.solaris.whatis;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.SolarisModule;
import dev.xmdb.target.guest.solaris.SolarisModule.Extent;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.InModule;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.Section;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.whatis.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Code, data and symbol tables of modules. */
final class ModuleSource implements AddressSource<SolarisOwner> {
    private final SolarisGuest guest;
    private final Ranges<Part> parts;

    private record Part(String module, Section section, Extent extent) {}

    ModuleSource(SolarisGuest guest) {
        this.guest = guest;
        var found = new Ranges.Builder<Part>();
        for (SolarisModule module : guest.modules()) {
            if (module.module() != 0) {
                add(found, module.name(), Section.TEXT, module.text());
                add(found, module.name(), Section.DATA, module.data());
                add(found, module.name(), Section.BSS, module.bss());
                symbolParts(module).forEach(part -> add(found, part.module(), part.section(), part.extent()));
            }
        }
        parts = found.build();
    }

    private static void add(Ranges.Builder<Part> found, String module, Section section, Extent extent) {
        found.add(extent.address(), extent.address() + extent.size(), new Part(module, section, extent));
    }

    private List<Part> symbolParts(SolarisModule module) {
        var found = new ArrayList<Part>();
        try {
            StructView view = guest.types().layout("struct module").at(guest.memory(), module.module());
            if (view.number("symhdr") != 0) {
                StructView header = view.follow("symhdr");
                found.add(new Part(
                        module.name(), Section.SYMTAB, new Extent(header.number("sh_addr"), header.number("sh_size"))));
            }
            found.add(new Part(
                    module.name(), Section.SYMSPACE, new Extent(view.number("symspace"), view.number("symsize"))));
        } catch (MemoryFaultException | TypeDataException unknown) {
            // Without them the module still has its code and data.
            return found;
        }
        return found;
    }

    @Override
    public String name() {
        return "modules";
    }

    @Override
    public boolean find(long address, Predicate<? super SolarisOwner> sink) {
        return parts.at(
                address,
                part -> sink.test(new InModule(
                        part.module(),
                        part.section(),
                        part.extent().address(),
                        part.section().compareTo(Section.BSS) <= 0
                                ? guest.symbols().at(address)
                                : java.util.Optional.empty())));
    }
}
