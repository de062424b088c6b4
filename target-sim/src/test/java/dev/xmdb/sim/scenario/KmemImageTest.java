package dev.xmdb.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.truth.Facts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads an image's allocators as the kernel's debugger does, and compares what it finds with what was told. */
final class KmemImageTest {
    private static final int PAGES = 8192;

    @TempDir
    static Path folder;

    private static FrozenDomain domain;
    private static ImageMemory memory;
    private static ImageKernel kernel;

    @BeforeAll
    static void dump() throws IOException, DataFormatException {
        Path image = folder.resolve("core");
        domain = Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(1, PAGES));
        domain.writeElf(image);
        memory = new ImageMemory(image);
        kernel = new ImageKernel(memory);
    }

    @AfterAll
    static void close() {
        memory.close();
    }

    private static List<Facts> facts(FrozenDomain frozen, String name) {
        return new Facts(frozen.truth()).list(name);
    }

    private static Facts named(String list, String name) {
        return facts(domain, list).stream()
                .filter(each -> each.text("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyBufferIsWhatTheTruthSays() {
        check(domain, kernel);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 19})
    void everyBufferOfOtherSeedsIsWhatTheTruthSays(long seed) throws IOException, DataFormatException {
        Path image = folder.resolve("core" + seed);
        FrozenDomain other = Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(seed, PAGES));
        other.writeElf(image);
        try (ImageMemory bytes = new ImageMemory(image)) {
            check(other, new ImageKernel(bytes));
        }
    }

    private static void check(FrozenDomain frozen, ImageKernel image) {
        List<ImageCaches.Found> found = new ImageCaches(image).all();
        List<Facts> told = facts(frozen, "kmem_caches");
        assertThat(found).hasSameSizeAs(told).hasSizeGreaterThan(60);
        for (int index = 0; index < told.size(); index++) {
            Facts cache = told.get(index);
            ImageCaches.Found each = found.get(index);
            assertThat(each.va()).isEqualTo(cache.number("address"));
            assertThat(each.name()).isEqualTo(cache.text("name"));
            assertThat(each.flags()).isEqualTo((int) cache.number("flags"));
            assertThat(each.allocated()).as(each.name()).isEqualTo(buffers(cache, "allocated"));
            assertThat(each.free()).as(each.name()).isEqualTo(buffers(cache, "free"));
            assertThat(each.magazines()).as(each.name()).isEqualTo(buffers(cache, "magazine"));
            assertThat((long) each.allocated().size()).isEqualTo(cache.number("inuse"));
        }
    }

    private static Set<Long> buffers(Facts cache, String state) {
        Set<Long> buffers = new TreeSet<>();
        for (Facts buffer : cache.list("buffers")) {
            if (buffer.text("state").equals(state)) {
                buffers.add(buffer.number("address"));
            }
        }
        return buffers;
    }

    @Test
    void theSumsOfACacheAreThoseOfItsSlabs() {
        for (ImageCaches.Found cache : new ImageCaches(kernel).all()) {
            long va = cache.va();
            int all = cache.allocated().size()
                    + cache.free().size()
                    + cache.magazines().size();
            assertThat(memory.u64(va + 40)).as(cache.name()).isEqualTo(all);
            assertThat(memory.u64(va + 56)).isEqualTo(cache.free().size());
            assertThat(memory.u64(va) - memory.u64(va + 8))
                    .isEqualTo(cache.slabs().size());
            assertThat(memory.u64(va + 16) - memory.u64(va + 24))
                    .isEqualTo(cache.allocated().size() + cache.magazines().size());
            assertThat(memory.u64(va + 48)).isGreaterThanOrEqualTo(all);
        }
    }

    @Test
    void tagsOfAuditedBuffersTellAllocatedFromFree() {
        int checked = 0;
        for (ImageCaches.Found cache : new ImageCaches(kernel).all()) {
            if ((cache.flags() & 1) != 0) {
                long tag = memory.u64(cache.va() + kernel.offset("kmem_cache", "cache_buftag"));
                for (long buffer : cache.allocated()) {
                    assertThat(memory.u64(buffer + tag + 8) ^ memory.u64(buffer + tag + 16))
                            .isEqualTo(0xa110c8edL);
                    checked++;
                }
                Set<Long> free = new TreeSet<>(cache.free());
                free.addAll(cache.magazines());
                for (long buffer : free) {
                    assertThat(memory.u64(buffer + tag + 8) ^ memory.u64(buffer + tag + 16))
                            .isEqualTo(0xf4eef4eeL);
                    assertThat(memory.u64(buffer)).isEqualTo(0xdeadbeefdeadbeefL);
                    assertThat(memory.u64(buffer + tag)).isEqualTo(0xfeedfacefeedfaceL);
                }
            }
        }
        assertThat(checked).isGreaterThan(20);
    }

    @Test
    void theBuffersThatWereSeenAreThere() {
        assertThat(buffer("thread_cache", 0xffffff01d6f09c00L).text("state")).isEqualTo("allocated");
        assertThat(facts(domain, "threads"))
                .anyMatch(each -> each.number("address") == 0xffffff01d6f09c00L
                        && each.text("command").equals("init"));
        Facts as = buffer("as_cache", 0xffffff01c8c983e8L);
        assertThat(as.text("state")).isEqualTo("allocated");
        assertThat(as.number("bufctl")).isEqualTo(0xffffff01c8ebf8d0L);
        assertThat(named("kmem_caches", "as_cache").number("bufsize")).isEqualTo(248);
        assertThat(named("kmem_caches", "as_cache").number("flags")).isEqualTo(0x200);
        Facts small = buffer("kmem_alloc_40", 0xffffff01d44d7e80L);
        assertThat(small.text("state")).isEqualTo("allocated");
        assertThat(small.number("bufctl")).isEqualTo(0xffffff01d3a2b388L);
        for (Facts fact : List.of(as, small)) {
            assertThat(memory.u64(fact.number("bufctl") + 8)).isEqualTo(fact.number("address"));
        }
    }

    private static Facts buffer(String cache, long address) {
        return named("kmem_caches", cache).list("buffers").stream()
                .filter(each -> each.number("address") == address)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyArenaIsDividedAsTheTruthSays() {
        List<Long> found = new ArrayList<>();
        for (long vmem = memory.u64(kernel.address("vmem_list")); vmem != 0; vmem = memory.u64(vmem + 104)) {
            found.add(vmem);
        }
        List<Facts> told = facts(domain, "vmem_arenas");
        assertThat(found)
                .isEqualTo(told.stream().map(each -> each.number("address")).toList());
        for (Facts arena : told) {
            long vmem = arena.number("address");
            assertThat(memory.text(vmem)).isEqualTo(arena.text("name"));
            List<List<Long>> segments = new ArrayList<>();
            for (long segment = memory.u64(vmem + 168 + 32); segment != vmem + 168; ) {
                assertThat(memory.u64(memory.u64(segment + 32) + 40)).isEqualTo(segment);
                if (memory.u8(segment + 48) != 0x20) {
                    segments.add(List.of(
                            segment, (long) memory.u8(segment + 48), memory.u64(segment), memory.u64(segment + 8)));
                }
                segment = memory.u64(segment + 32);
            }
            assertThat(segments)
                    .isEqualTo(arena.list("segments").stream()
                            .map(each -> List.of(
                                    each.number("address"),
                                    type(each.text("type")),
                                    each.number("start"),
                                    each.number("end")))
                            .toList());
            sums(arena, vmem, segments);
            freeLists(arena, vmem);
            hash(vmem, segments);
        }
    }

    private static long type(String name) {
        return switch (name) {
            case "alloc" -> 1L;
            case "free" -> 2L;
            default -> 0x10L;
        };
    }

    private static void sums(Facts arena, long vmem, List<List<Long>> segments) {
        long[] sums = new long[0x11];
        segments.forEach(each -> sums[each.get(1).intValue()] += each.get(3) - each.get(2));
        assertThat(sums[1]).as(arena.text("name")).isEqualTo(arena.number("inuse"));
        assertThat(sums[0x10]).isEqualTo(arena.number("total")).isEqualTo(sums[1] + sums[2]);
        assertThat(memory.u64(vmem + 2968 + 32)).isEqualTo(arena.number("inuse"));
        assertThat(memory.u64(vmem + 2968 + 48 + 32)).isEqualTo(arena.number("import"));
        assertThat(memory.u64(vmem + 2968 + 2 * 48 + 32)).isEqualTo(arena.number("total"));
    }

    private static void freeLists(Facts arena, long vmem) {
        Set<Long> free = new TreeSet<>();
        int list = -1;
        for (long each = vmem + 888; each != 0; each = memory.u64(each + 16)) {
            if (each >= vmem && each < vmem + 3640) {
                list++;
            } else {
                long size = memory.u64(each + 8) - memory.u64(each);
                assertThat(63 - Long.numberOfLeadingZeros(size)).isEqualTo(list);
                assertThat(memory.u64(vmem + 160) & 1L << list).isNotZero();
                free.add(each);
            }
        }
        assertThat(list).isEqualTo(64);
        Set<Long> told = new TreeSet<>();
        arena.list("segments").stream()
                .filter(each -> each.text("type").equals("free"))
                .forEach(each -> told.add(each.number("address")));
        assertThat(free).isEqualTo(told);
    }

    private static void hash(long vmem, List<List<Long>> segments) {
        Set<Long> found = new TreeSet<>();
        for (long bucket = 0; bucket <= memory.u64(vmem + 144); bucket++) {
            for (long each = memory.u64(memory.u64(vmem + 136) + bucket * 8); each != 0; each = memory.u64(each + 16)) {
                found.add(each);
            }
        }
        Set<Long> allocated = new TreeSet<>();
        segments.stream().filter(each -> each.get(1) == 1).forEach(each -> allocated.add(each.get(0)));
        assertThat(found).isEqualTo(allocated);
    }

    @Test
    void slabsAreInTheArenaOfTheirCache() {
        for (ImageCaches.Found cache : new ImageCaches(kernel).all()) {
            long arena = memory.u64(cache.va() + kernel.offset("kmem_cache", "cache_arena"));
            Facts told = facts(domain, "vmem_arenas").stream()
                    .filter(each -> each.number("address") == arena)
                    .findFirst()
                    .orElseThrow();
            for (long slab : cache.slabs()) {
                long base = memory.u64(slab + 8);
                assertThat(told.list("segments"))
                        .anyMatch(each -> each.text("type").equals("alloc")
                                && base >= each.number("start")
                                && base < each.number("end"));
            }
        }
    }

    @Test
    void everyAllocatedBufferCanBeReached() {
        assertThat(new ImageReach(kernel).unreached()).isEmpty();
    }
}
