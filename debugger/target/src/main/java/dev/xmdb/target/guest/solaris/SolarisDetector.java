package dev.xmdb.target.guest.solaris;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.GuestDetector;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.symbols.ObjectSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recognises a Solaris kernel by the page that it leaves for debuggers. */
public final class SolarisDetector implements GuestDetector {
    /** Without these a kernel is none that can be debugged. */
    private static final List<String> NEEDED = List.of("kas", "platform", "utsname");

    @Override
    public String kind() {
        return SolarisGuest.KIND;
    }

    @Override
    public Optional<Guest> detect(DomainImage image, AddressSpace virtual, AddressSpace physical) {
        return DebugInfo.read(image, virtual).map(info -> guest(image, virtual, info));
    }

    private static Guest guest(DomainImage image, AddressSpace memory, DebugInfo info) {
        var degradations = new ArrayList<String>();
        List<SolarisModule> modules = new ModuleReader(memory, degradations).read(info.modules());
        ObjectSymbols symbols = KernelSymbols.of(modules, degradations);
        for (String name : NEEDED) {
            if (symbols.valueOf(name).isEmpty()) {
                degradations.addFirst("'" + name + "' symbol is missing from kernel");
                throw new GuestDamageException(
                        String.join("; ", degradations.subList(0, Math.min(3, degradations.size()))));
            }
        }
        return new SolarisGuest(image, memory, info, modules, symbols, degradations);
    }
}
