package dev.xmdb.dcmds.genunix.vmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.guest.solaris.vmem.VmemArena;
import dev.xmdb.target.guest.solaris.vmem.VmemSegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arenas of simulated domains, compared with what the simulator knows of them. */
class VmemTruthTest {
    private static final Map<String, VmemSegment.Kind> KINDS =
            Map.of("alloc", VmemSegment.Kind.ALLOCATED, "free", VmemSegment.Kind.FREE, "span", VmemSegment.Kind.SPAN);

    private record Known(long address, VmemSegment.Kind kind, long start, long end) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 41})
    void everyArenaAndSegmentIsAsItIs(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Vmem vmem = Vmem.of((SolarisGuest) domain.target().guest());
        assertThat(vmem.arenas())
                .extracting(VmemArena::address)
                .containsExactlyInAnyOrderElementsOf(domain.truth().list("vmem_arenas").stream()
                        .map(fact -> fact.number("address"))
                        .toList());
        for (Facts fact : domain.truth().list("vmem_arenas")) {
            VmemArena arena = vmem.at(fact.number("address"));
            assertThat(arena.name()).isEqualTo(fact.text("name"));
            assertThat(arena.inUse()).isEqualTo(fact.number("inuse"));
            assertThat(arena.total()).isEqualTo(fact.number("total"));
            assertThat(arena.imported()).isEqualTo(fact.number("import"));
            List<Known> expected = fact.list("segments").stream()
                    .map(segment -> new Known(
                            segment.number("address"),
                            KINDS.getOrDefault(segment.text("type"), VmemSegment.Kind.ROTOR),
                            segment.number("start"),
                            segment.number("end")))
                    .toList();
            assertThat(segments(vmem, arena)).as(arena.name()).isEqualTo(expected);
        }
    }

    private static List<Known> segments(Vmem vmem, VmemArena arena) {
        var read = new ArrayList<Known>();
        assertThat(vmem.segments(arena, null, at -> {
                    VmemSegment segment = vmem.segment(at);
                    VmemSegment.Kind kind = segment.kind().orElseThrow();
                    if (KINDS.containsValue(kind)) {
                        read.add(new Known(at, kind, segment.start(), segment.end()));
                    }
                    return true;
                }))
                .isEmpty();
        return read;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theHashTableOfAnArenaHoldsItsAllocatedSegments(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Vmem vmem = Vmem.of((SolarisGuest) domain.target().guest());
        int found = 0;
        for (VmemArena arena : vmem.arenas()) {
            Set<Long> allocated = new HashSet<>();
            vmem.segments(arena, VmemSegment.Kind.ALLOCATED, allocated::add);
            Set<Long> hashed = new HashSet<>();
            assertThat(vmem.hashed(arena, hashed::add)).as(arena.name()).isEmpty();
            assertThat(hashed).as(arena.name()).isEqualTo(allocated);
            found += hashed.size();
        }
        assertThat(found).isPositive();
    }
}
