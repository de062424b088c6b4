package dev.xmdb.dcmds.genunix.kmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Bufctl;
import dev.xmdb.target.guest.solaris.kmem.CacheContents;
import dev.xmdb.target.guest.solaris.kmem.CacheUsage;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemCache;
import dev.xmdb.target.guest.solaris.kmem.KmemSlab;
import dev.xmdb.target.work.Effort;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The slab allocator of simulated domains, compared with what the simulator knows of it. */
class KmemTruthTest {

    private static Kmem kmem(SolarisDomain domain) {
        return Kmem.of((SolarisGuest) domain.target().guest());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 41})
    void everyCacheIsListedAsItIs(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Set<Map<String, Object>> expected = new HashSet<>();
        for (Facts fact : domain.truth().list("kmem_caches")) {
            expected.add(Map.of(
                    "address", fact.number("address"),
                    "name", fact.text("name"),
                    "bufsize", fact.number("bufsize"),
                    "chunksize", fact.number("chunksize"),
                    "slabsize", fact.number("slabsize"),
                    "flags", fact.number("flags"),
                    "cflags", fact.number("cflags"),
                    "buftotal", fact.number("buftotal")));
        }
        Set<Map<String, Object>> read = new HashSet<>();
        for (KmemCache cache : kmem(domain).caches()) {
            read.add(Map.of(
                    "address", cache.address(),
                    "name", cache.name(),
                    "bufsize", cache.bufferSize(),
                    "chunksize", cache.chunkSize(),
                    "slabsize", cache.slabSize(),
                    "flags", (long) cache.flags(),
                    "cflags", (long) cache.createFlags(),
                    "buftotal", cache.buffers()));
        }
        assertThat(read).isEqualTo(expected).isNotEmpty();
    }

    /** What is known of a buffer. */
    private record Known(String cache, String state, long slab, long bufctl) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 41})
    void everyBufferIsInTheStateItIsIn(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Map<Long, Known> expected = new HashMap<>();
        for (Facts cache : domain.truth().list("kmem_caches")) {
            for (Facts buffer : cache.list("buffers")) {
                expected.put(
                        buffer.number("address"),
                        new Known(
                                cache.text("name"),
                                buffer.text("state"),
                                buffer.number("slab"),
                                buffer.has("bufctl") ? buffer.number("bufctl") : 0));
            }
        }
        Map<Long, Known> read = new HashMap<>();
        Kmem kmem = kmem(domain);
        for (KmemCache cache : kmem.caches()) {
            CacheContents contents = kmem.contents(cache, Effort.UNWATCHED);
            assertThat(contents.faults()).isEmpty();
            for (KmemSlab slab : contents.slabs()) {
                for (int i = 0; i < slab.count(); i++) {
                    String state = slab.inMagazine(i) ? "magazine" : slab.allocated(i) ? "allocated" : "free";
                    read.put(slab.buffer(i), new Known(cache.name(), state, slab.address(), slab.bufctl(i)));
                }
            }
        }
        assertThat(read).isEqualTo(expected).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theCountersAgreeWithTheBuffers(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Kmem kmem = kmem(domain);
        for (Facts fact : domain.truth().list("kmem_caches")) {
            CacheUsage usage = kmem.usage(kmem.at(fact.number("address")), Effort.UNWATCHED);
            assertThat(usage.inUse()).as(fact.text("name")).isEqualTo(fact.number("inuse"));
            assertThat(usage.total()).as(fact.text("name")).isEqualTo(fact.number("buftotal"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 41})
    void auditedBuffersTellWhoUsedThem(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Kmem kmem = kmem(domain);
        int audited = 0;
        for (Facts cache : domain.truth().list("kmem_caches")) {
            if ((cache.number("flags") & KmemCache.AUDIT) == 0) {
                continue;
            }
            for (Facts buffer : cache.list("buffers")) {
                if (buffer.text("state").equals("allocated")) {
                    Bufctl bufctl = kmem.bufctl(buffer.number("bufctl"));
                    assertThat(bufctl.buffer()).isEqualTo(buffer.number("address"));
                    assertThat(bufctl.cache()).isEqualTo(cache.number("address"));
                    if (buffer.has("thread")) {
                        assertThat(bufctl.thread()).isEqualTo(buffer.number("thread"));
                        assertThat(bufctl.timestamp()).isEqualTo(buffer.number("timestamp"));
                    }
                    assertThat(bufctl.stack()).isEqualTo(List.copyOf(buffer.numbers("stack")));
                    audited++;
                }
            }
        }
        assertThat(audited).isPositive();
    }
}
