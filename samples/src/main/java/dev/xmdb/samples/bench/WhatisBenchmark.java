package dev.xmdb.samples.bench;

import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.CacheContents;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemSlab;
import dev.xmdb.target.guest.solaris.whatis.SolarisAddresses;
import dev.xmdb.target.work.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One hundred thousand answers of {@code ::whatis} on a simulated domain once its index is made: through a pipeline with its text, and
 * the search alone for random addresses in buffers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx512m"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WhatisBenchmark {
    private static final int ADDRESSES = 100_000;
    private static final int PAGES = 1 << 14;
    private static final long SEED = 1;

    /** The domain. */
    @Param("sxc16")
    public String domain = "";

    private @Nullable Path image;
    private @Nullable CountingSession session;
    private long[] addresses = {};

    /** Simulates the domain and makes the index. */
    @Setup
    public void open() throws IOException {
        image = Files.createTempDirectory("whatis").resolve("image.core");
        Scenario.find(domain)
                .orElseThrow()
                .freeze(new Scenario.Options(SEED, PAGES))
                .writeElf(image);
        session = new CountingSession(image);
        session.run("::walk kmem | ::whatis");
        long[] buffers = buffers();
        var random = new Random(SEED);
        addresses = random.ints(ADDRESSES, 0, buffers.length)
                .mapToLong(index -> buffers[index])
                .toArray();
    }

    private SolarisGuest guest() {
        return (SolarisGuest) Objects.requireNonNull(session).target().guest();
    }

    private long[] buffers() {
        Kmem kmem = Kmem.of(guest());
        LongStream.Builder found = LongStream.builder();
        kmem.caches().forEach(cache -> {
            CacheContents contents = kmem.contents(cache, Effort.UNWATCHED);
            for (KmemSlab slab : contents.slabs()) {
                for (int i = 0; i < slab.count(); i++) {
                    found.add(slab.buffer(i) + cache.bufferSize() / 2);
                }
            }
        });
        return found.build().toArray();
    }

    /** Removes the image. */
    @TearDown
    public void close() throws IOException {
        Objects.requireNonNull(session).close();
        Path file = Objects.requireNonNull(image);
        Files.delete(file);
        Files.delete(Objects.requireNonNull(file.getParent()));
    }

    /** {@code ::walk kmem | ::whatis}, as often as it takes. */
    @Benchmark
    @OperationsPerInvocation(ADDRESSES)
    public long piped() {
        long answers = 0;
        while (answers < ADDRESSES) {
            answers += Objects.requireNonNull(session).run("::walk kmem | ::whatis");
        }
        return answers;
    }

    /** The search without a command or text around it. */
    @Benchmark
    @OperationsPerInvocation(ADDRESSES)
    public long searched() {
        var search = SolarisAddresses.of(guest(), Effort.UNWATCHED).addresses();
        long found = 0;
        for (long address : addresses) {
            found += search.find(address, false).size();
        }
        return found;
    }
}
