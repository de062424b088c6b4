package dev.xmdb.dcmds.genunix.vmem;

import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.guest.solaris.vmem.VmemArena;
import dev.xmdb.target.guest.solaris.vmem.VmemSegment.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A walker of segments: those of the arena whose address is given, else those of every arena.
 *
 * @param name the name that {@code ::walk} takes
 * @param summary one line
 * @param part what it delivers of an arena
 */
record VmemWalker(String name, String summary, Part part) implements Walker {

    /** Delivers something of an arena. */
    @FunctionalInterface
    interface Part {
        /** Delivers; why not everything was, when it was not. */
        Optional<String> deliver(Vmem vmem, VmemArena arena, LongPredicate sink);
    }

    static List<Walker> all() {
        return List.of(
                ofArenas("vmem", "every vmem arena, those that import from one behind it", false),
                ofArenas("vmem_postfix", "every vmem arena, those that import from one before it", true),
                ofKind("vmem_seg", "segments of an arena, or of all", null),
                ofKind("vmem_alloc", "allocated segments", Kind.ALLOCATED),
                ofKind("vmem_free", "free segments", Kind.FREE),
                ofKind("vmem_span", "spans", Kind.SPAN),
                new VmemWalker("vmem_hash", "segments in the hash table of an arena, or of all", Vmem::hashed));
    }

    private static Walker ofKind(String name, String summary, @Nullable Kind kind) {
        return new VmemWalker(name, summary, (vmem, arena, sink) -> vmem.segments(arena, kind, sink));
    }

    @Override
    public AddressUse address() {
        return AddressUse.OPTIONAL;
    }

    @Override
    public Optional<String> guest() {
        return Optional.of(SolarisGuest.KIND);
    }

    @Override
    public void walk(Walk walk) {
        Vmem vmem = Vmem.of(SolarisKernel.of(walk.target()));
        List<VmemArena> arenas = walk.start().isPresent()
                ? List.of(vmem.at(walk.start().getAsLong()))
                : List.copyOf(vmem.tree().keySet());
        boolean[] more = {true};
        for (VmemArena arena : arenas) {
            part.deliver(vmem, arena, segment -> more[0] = walk.deliver(segment))
                    .ifPresent(walk::warn);
            if (!more[0]) {
                return;
            }
        }
        if (walk.start().isEmpty()) {
            vmem.faults().forEach(walk::warn);
        }
    }

    /** A walker of the arenas themselves. */
    private static Walker ofArenas(String name, String summary, boolean sourcesLast) {
        return new ListWalker(name, summary, AddressUse.NONE, (guest, walk) -> {
            Vmem vmem = Vmem.of(guest);
            for (VmemArena arena :
                    sourcesLast ? vmem.searchOrder() : vmem.tree().keySet()) {
                if (!walk.deliver(arena.address())) {
                    return Optional.empty();
                }
            }
            vmem.faults().forEach(walk::warn);
            return Optional.empty();
        });
    }
}
