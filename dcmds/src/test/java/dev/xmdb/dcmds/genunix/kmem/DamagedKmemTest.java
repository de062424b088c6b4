package dev.xmdb.dcmds.genunix.kmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Allocators whose lists were written over: what can be read is shown, and what cannot is named. */
class DamagedKmemTest {
    private static final int PAGES = 1 << 13;

    @TempDir
    private Path folder;

    private static Facts cache(Facts truth, String name) {
        return truth.list("kmem_caches").stream()
                .filter(each -> each.text("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }

    private void on(BiConsumer<Kernel, Facts> damage, Consumer<Conversation> questions) {
        try {
            FrozenDomain frozen = Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(1, PAGES));
            damage.accept(frozen.kernel(), new Facts(frozen.truth()));
            Path image = folder.resolve("damaged.core");
            frozen.writeElf(image);
            try (Target target = Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE)) {
                questions.accept(new Conversation(target));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Facts allocated(Facts cache) {
        return cache.list("buffers").stream()
                .filter(buffer -> buffer.text("state").equals("allocated"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aHashChainThatRunsInACircleIsNamed() {
        on(
                (kernel, truth) -> {
                    long bufctl = allocated(cache(truth, "as_cache")).number("bufctl");
                    kernel.at("kmem_bufctl_t", bufctl).set("bc_next", bufctl);
                },
                session -> {
                    assertThat(session.run("::walk as_cache")).isNotEmpty();
                    assertThat(session.messages()).contains("of as_cache run in a circle at ");
                    assertThat(session.outcome().succeeded()).isFalse();
                    assertThat(session.run("<rip::whatis")).contains("text segment");
                });
    }

    @Test
    void aBufctlForABufferOutsideEverySlabIsNamed() {
        on(
                (kernel, truth) -> {
                    long bufctl = allocated(cache(truth, "as_cache")).number("bufctl");
                    kernel.at("kmem_bufctl_t", bufctl).set("bc_addr", 0x1234);
                },
                session -> assertThat(session.errors("::walk as_cache"))
                        .contains(" of as_cache is for 1234, which is no buffer of a slab"));
    }

    @Test
    void aSlabThatClaimsMoreBuffersThanFitGivesThoseThatFit() {
        on(
                (kernel, truth) -> {
                    Facts buffer = cache(truth, "as_cache").list("buffers").getFirst();
                    kernel.at("kmem_slab_t", buffer.number("slab")).set("slab_chunks", 1L << 40);
                },
                session -> {
                    assertThat(session.run("::walk as_cache")).isNotEmpty();
                    assertThat(session.messages()).contains("says it has 1099511627776 buffers, and ", " fit into it");
                });
    }

    @Test
    void aTreeOfSlabsThatRunsInACircleIsNamed() {
        on(
                (kernel, truth) -> {
                    Facts cache = cache(truth, "thread_cache");
                    long root =
                            kernel.at("kmem_cache_t", cache.number("address")).address("cache_partial_slabs.avl_root");
                    long node = kernel.space().getLong(root);
                    kernel.space().putLong(node, node);
                },
                session -> assertThat(session.errors("::walk thread_cache"))
                        .contains("partial slabs of thread_cache run in a circle at "));
    }

    @Test
    void freeBuffersThatRunInACircleOrLeaveTheirSlabAreNamed() {
        on(
                (kernel, truth) -> {
                    List<Facts> free = cache(truth, "kmem_alloc_64").list("buffers").stream()
                            .filter(buffer -> buffer.text("state").equals("free"))
                            .toList();
                    long link = kernel.at(
                                    "kmem_cache_t",
                                    cache(truth, "kmem_alloc_64").number("address"))
                            .get("cache_bufctl");
                    kernel.space()
                            .putLong(
                                    free.getFirst().number("address") + link,
                                    free.getFirst().number("address") + link);
                    kernel.space().putLong(free.getLast().number("address") + link, 0xdeadbeefdeadbeefL);
                },
                session -> {
                    assertThat(session.run("::walk kmem_alloc_64")).isNotEmpty();
                    assertThat(session.messages()).contains("free buffers of slab ", " of kmem_alloc_64 ");
                });
    }

    @Test
    void aHashTableOfNonsenseIsNotRead() {
        on(
                (kernel, truth) -> kernel.at(
                                "kmem_cache_t", cache(truth, "as_cache").number("address"))
                        .set("cache_hash_mask", (1L << 60) - 1),
                session -> assertThat(session.errors("::walk as_cache"))
                        .contains("the hash table of as_cache has the mask fffffffffffffff"));
    }

    @Test
    void aWriteAfterFreeAndAWritePastTheEndAreFound() {
        on(
                (kernel, truth) -> {
                    Facts cache = cache(truth, "kmem_alloc_96");
                    Facts free = cache.list("buffers").stream()
                            .filter(buffer -> buffer.text("state").equals("free"))
                            .findFirst()
                            .orElseThrow();
                    kernel.space().putLong(free.number("address") + 0x18, 42);
                    kernel.space().putLong(allocated(cache).number("address") + 96, 42);
                },
                session -> {
                    assertThat(session.run("::kmem_verify"))
                            .containsPattern("kmem_alloc_96 +[0-9a-f]+ 2 corrupt buffers");
                    assertThat(session.run("::kmem_verify")).containsPattern("cred_cache +[0-9a-f]+ clean");
                    assertThat(session.run("::kmem_cache -n kmem_alloc_96 | ::kmem_verify"))
                            .containsPattern("buffer [0-9a-f]+ \\(free\\) seems corrupted, at [0-9a-f]+8\\n")
                            .contains("(allocated) has a corrupt redzone");
                    assertThat(session.run("::kmem_cache -n kmem_alloc_96 | ::kmem_verify | ::whatis")
                                    .lines())
                            .hasSize(2)
                            .anyMatch(line -> line.endsWith("freed from kmem_alloc_96"))
                            .anyMatch(line -> line.endsWith("allocated from kmem_alloc_96"));
                });
    }

    @Test
    void theRedzoneOfAFreeBufferWithAShortHistoryIsTheKernelsOwn() {
        on(
                (kernel, truth) -> {
                    Facts cache = cache(truth, "file_cache");
                    long tag =
                            kernel.at("kmem_cache_t", cache.number("address")).get("cache_buftag");
                    Facts free = cache.list("buffers").stream()
                            .filter(buffer -> buffer.text("state").equals("free"))
                            .findFirst()
                            .orElseThrow();
                    kernel.space().putLong(free.number("address") + tag, free.number("address"));
                },
                session -> assertThat(session.run("::kmem_verify")).containsPattern("file_cache +[0-9a-f]+ clean"));
    }

    @Test
    void theHistoryOfABufferEndsWhereTheLogHasAnotherBuffers() {
        long[] bufctl = new long[1];
        on(
                (kernel, truth) -> {
                    List<Facts> audited = cache(truth, "cred_cache").list("buffers").stream()
                            .filter(buffer -> buffer.text("state").equals("allocated"))
                            .toList();
                    bufctl[0] = audited.getFirst().number("bufctl");
                    kernel.at("kmem_bufctl_audit_t", bufctl[0])
                            .set("bc_lastlog", audited.getLast().number("bufctl"));
                },
                session -> {
                    assertThat(session.run(hex(bufctl[0]) + "::bufctl -h")
                                    .lines()
                                    .skip(1))
                            .singleElement()
                            .asString()
                            .startsWith(hex(bufctl[0]));
                    assertThat(session.messages()).isEmpty();
                });
    }

    @Test
    void magazinesOfNonsenseAreLeftOut() {
        on(
                (kernel, truth) -> {
                    long cache = kernel.at(
                                    "kmem_cache_t",
                                    cache(truth, "kmem_alloc_64").number("address"))
                            .get("cache_magtype");
                    kernel.at("kmem_magtype_t", cache).set("mt_magsize", 1 << 30);
                    long address = cache(truth, "kmem_alloc_64").number("address");
                    long list = kernel.at("kmem_cache_t", address).address("cache_full.ml_list");
                    kernel.space().putLong(list, address);
                },
                session -> assertThat(session.errors("::walk kmem_alloc_64"))
                        .contains("full magazines of kmem_alloc_64 have 1073741824 rounds each: they are left out"));
    }

    @Test
    void buffersLargerThanMemoryDoNotKeepTheSearchForLeaksBusy() {
        on(
                (kernel, truth) -> kernel.at(
                                "kmem_cache_t", cache(truth, "as_cache").number("address"))
                        .set("cache_bufsize", 1L << 50),
                session -> {
                    assertThat(session.run("::findleaks")).contains("Total");
                    assertThat(session.messages()).contains("arenas and buffers in use are larger than memory: only ");
                });
    }

    @Test
    void aBufferThatNobodyPointsToIsALeak() {
        long[] lost = new long[1];
        on(
                (kernel, truth) -> {
                    lost[0] = allocated(cache(truth, "cred_cache")).number("address");
                    forget(kernel, truth, lost[0]);
                },
                session -> {
                    String leaks = session.run("::findleaks -d");
                    assertThat(session.messages()).isEmpty();
                    assertThat(leaks)
                            .contains("cred_cache leak: 1 buffer, 64 bytes")
                            .contains(hex(lost[0]));
                    assertThat(leaks).doesNotContain("as_cache leak", "process_cache leak", "hat_t leak");
                });
    }

    /** Takes away every pointer to an address from the kernel's buffers. */
    private static void forget(Kernel kernel, Facts truth, long lost) {
        for (Facts cache : truth.list("kmem_caches")) {
            long size = cache.number("bufsize");
            if (cache.text("name").startsWith("kmem_bufctl")
                    || cache.text("name").equals("kmem_slab_cache")) {
                continue;
            }
            for (Facts buffer : cache.list("buffers")) {
                for (long at = buffer.number("address"); at + 8 <= buffer.number("address") + size; at += 8) {
                    if (kernel.space().getLong(at) == lost) {
                        kernel.space().putLong(at, 0);
                    }
                }
            }
        }
        kernel.symbols().all().stream()
                .filter(symbol -> symbol.function() == null && symbol.size() < 4096)
                .forEach(symbol -> {
                    for (long at = symbol.va(); at + 8 <= symbol.va() + symbol.size(); at += 8) {
                        if (kernel.space().getLong(at) == lost) {
                            kernel.space().putLong(at, 0);
                        }
                    }
                });
    }
}
