package dev.xmdb.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.truth.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks for what went wrong with the memory of domains, in their images. */
final class MemoryFaultsTest {
    private static final int PAGES = 8192;
    private static final int AUDIT = 1;

    @TempDir
    private Path folder;

    private static FrozenDomain freeze(String name, long seed) {
        return Scenario.find(name).orElseThrow().freeze(new Scenario.Options(seed, PAGES));
    }

    private ImageMemory image(FrozenDomain domain) throws IOException {
        Path path = folder.resolve("core");
        domain.writeElf(path);
        return new ImageMemory(path);
    }

    private static Facts fault(FrozenDomain domain) {
        return new Facts(domain.truth()).list("faults").getFirst();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5})
    void onlyTheLostBuffersCannotBeReached(long seed) throws IOException, DataFormatException {
        FrozenDomain domain = freeze("kmem-leak", seed);
        try (ImageMemory memory = image(domain)) {
            ImageKernel kernel = new ImageKernel(memory);
            Facts told = fault(domain);
            var unreached = new ImageReach(kernel).unreached();
            assertThat(unreached.keySet()).containsExactlyInAnyOrderElementsOf(told.numbers("buffers"));
            assertThat(new TreeSet<>(unreached.values())).containsExactly(told.text("cache"));
            assertThat(unreached).hasSizeGreaterThanOrEqualTo(40);
        }
    }

    @Test
    void lostBuffersHaveTheSameCallers() throws IOException, DataFormatException {
        FrozenDomain domain = freeze("kmem-leak", 1);
        try (ImageMemory memory = image(domain)) {
            ImageKernel kernel = new ImageKernel(memory);
            ImageCaches.Found cache = cache(kernel, fault(domain).text("cache"));
            long tag = memory.u64(cache.va() + kernel.offset("kmem_cache", "cache_buftag"));
            long earlier = 0;
            for (long buffer : fault(domain).numbers("buffers")) {
                long control = memory.u64(buffer + tag + 8);
                assertThat(stack(memory, control)).isEqualTo(fault(domain).numbers("stack"));
                assertThat(memory.u64(control + 40)).isEqualTo(fault(domain).number("thread"));
                assertThat(memory.u64(control + 32)).isGreaterThan(earlier);
                earlier = memory.u64(control + 32);
            }
        }
    }

    private static ImageCaches.Found cache(ImageKernel kernel, String name) {
        return new ImageCaches(kernel)
                .all().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static List<Long> stack(ImageMemory memory, long control) {
        List<Long> stack = new ArrayList<>();
        for (int frame = 0; frame < memory.u32(control + 64); frame++) {
            stack.add(memory.u64(control + 72 + frame * 8L));
        }
        return stack;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4})
    void oneFreeBufferIsNotAsItWasLeft(long seed) throws IOException, DataFormatException {
        FrozenDomain domain = freeze("use-after-free", seed);
        try (ImageMemory memory = image(domain)) {
            ImageKernel kernel = new ImageKernel(memory);
            List<Long> damaged = new ArrayList<>();
            for (ImageCaches.Found cache : new ImageCaches(kernel).all()) {
                Set<Long> free = new TreeSet<>(cache.free());
                free.addAll(cache.magazines());
                long verified = memory.u64(cache.va() + kernel.offset("kmem_cache", "cache_verify"));
                for (long buffer : (cache.flags() & AUDIT) != 0 ? free : Set.<Long>of()) {
                    for (long word = buffer; word < buffer + verified; word += 4) {
                        if (memory.u32(word) != 0xdeadbeef) {
                            damaged.add(word);
                        }
                    }
                }
            }
            Facts told = fault(domain);
            assertThat(damaged).containsExactly(told.number("damage"));
            assertThat(told.number("damage") - told.number("buffer")).isBetween(0L, 95L);
            assertThat(memory.u32(told.number("damage"))).isEqualTo((int) told.number("value"));
            ImageCaches.Found cache = cache(kernel, told.text("cache"));
            long control = memory.u64(
                    told.number("buffer") + memory.u64(cache.va() + kernel.offset("kmem_cache", "cache_buftag")) + 8);
            assertThat(memory.u64(control + 40)).isEqualTo(told.number("freed_by"));
            assertThat(stack(memory, control)).isEqualTo(told.numbers("stack"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4})
    void aSleepingThreadHasTheAddressOfTheFreedBuffer(long seed) throws IOException {
        FrozenDomain domain = freeze("use-after-free", seed);
        try (ImageMemory memory = image(domain)) {
            Facts told = fault(domain);
            long thread = told.number("held_by");
            assertThat(told.number("freed_by")).isNotEqualTo(thread);
            assertThat(memory.u64(told.number("held_at"))).isEqualTo(told.number("buffer"));
            assertThat(told.number("held_at"))
                    .isGreaterThan(memory.u64(thread + 64))
                    .isLessThan(memory.u64(thread + 8));
            assertThat(memory.u32(thread + 44)).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmem-leak", "use-after-free"})
    void sameSeedSameBytes(String name) throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        freeze(name, 3).writeElf(first);
        freeze(name, 3).writeElf(second);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }
}
