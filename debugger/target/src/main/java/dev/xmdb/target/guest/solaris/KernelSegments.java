package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.guest.GuestMapping;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The segments of the kernel's address space ({@code kas}), each named by the variable that it is: {@code kvseg}. A kernel whose {@code
 * kas} has none, or does not tell what a segment is like, has the code and data of its modules instead.
 */
final class KernelSegments {
    private final SolarisGuest kernel;

    KernelSegments(SolarisGuest kernel) {
        this.kernel = kernel;
    }

    List<GuestMapping> all(Consumer<String> problems, Consumer<String> notes) {
        var found = new ArrayList<GuestMapping>();
        try {
            segments(found).ifPresent(problems);
        } catch (MemoryFaultException | TypeDataException lost) {
            problems.accept("segments of kas: " + lost.getMessage());
        }
        if (found.isEmpty()) {
            notes.accept("the segments of kas are not known: only the code and data of modules are listed");
            ofModules(found);
        }
        found.sort(Comparator.comparing(GuestMapping::base, Long::compareUnsigned));
        return List.copyOf(found);
    }

    private Optional<String> segments(List<GuestMapping> found) {
        StructView kas = kernel.types().layout("struct as").at(kernel.memory(), kernel.variable("kas"));
        if (kas.number("a_segtree.avl_root") == 0) {
            return Optional.empty();
        }
        StructLayout segment = kernel.types().layout("struct seg");
        return new AvlTree(kernel).follow(kas.addressOf("a_segtree"), at -> {
            StructView view = segment.at(kernel.memory(), at);
            String name = kernel.symbols().exactly(at).stream()
                    .findFirst()
                    .map(Symbol::name)
                    .orElseGet(() -> Long.toHexString(at));
            found.add(new GuestMapping(view.number("s_base"), view.number("s_size"), name));
            return true;
        });
    }

    private void ofModules(List<GuestMapping> found) {
        for (SolarisModule module : kernel.modules()) {
            for (SolarisModule.Extent extent : List.of(module.text(), module.data(), module.bss())) {
                if (extent.size() != 0) {
                    found.add(new GuestMapping(extent.address(), extent.size(), module.name()));
                }
            }
        }
    }
}
