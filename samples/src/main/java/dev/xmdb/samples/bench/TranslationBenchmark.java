package dev.xmdb.samples.bench;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.memory.GuestVirtual;
import java.io.IOException;
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
 * One million translations of random addresses in a Linux guest's direct map, as readers make them (through the software TLB), and as
 * {@code ::vatopfn} makes them (a walk kept step by step).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TranslationBenchmark {
    private static final int ADDRESSES = 1_000_000;
    private static final long DIRECT_MAP = 0xffff888000000000L;
    private static final long SEED = 20070703;

    /** The image, compressed or not; {@code -p image=FILE} names another one. */
    @Param("samples/images/linux-pv64-small.core.xz")
    public String image = "";

    private @Nullable Target target;
    private long[] addresses = {};

    /** Opens the image and draws the addresses. */
    @Setup
    public void open() throws IOException {
        target = Targets.open(DomainImages.open(Path.of(image), OpenProgress.NONE), TargetOptions.NONE);
        GuestVirtual kernel = kernel();
        LongStream.Builder mapped = LongStream.builder();
        target.image().frames().forEachRun(run -> {
            for (long pfn = run.pfn(); pfn < run.pfn() + run.length(); pfn++) {
                long address = DIRECT_MAP + (pfn << Frames.PAGE_SHIFT);
                if (kernel.fileOffset(address) >= 0) {
                    mapped.add(address);
                }
            }
        });
        long[] pages = mapped.build().toArray();
        var random = new Random(SEED);
        addresses = random.ints(ADDRESSES, 0, pages.length)
                .mapToLong(page -> pages[page] + random.nextInt(Frames.PAGE_SIZE))
                .toArray();
    }

    private GuestVirtual kernel() {
        return Objects.requireNonNull(target).vcpus().getFirst().kernel().orElseThrow();
    }

    /** Closes the image. */
    @TearDown
    public void close() {
        Objects.requireNonNull(target).close();
    }

    /** Through the software TLB. */
    @Benchmark
    @OperationsPerInvocation(ADDRESSES)
    public long random() {
        GuestVirtual kernel = kernel();
        long sum = 0;
        for (long address : addresses) {
            sum += kernel.fileOffset(address);
        }
        return sum;
    }

    /** Step by step. */
    @Benchmark
    @OperationsPerInvocation(ADDRESSES)
    public long walked() {
        GuestVirtual kernel = kernel();
        long sum = 0;
        for (long address : addresses) {
            sum += kernel.translate(address).steps().size();
        }
        return sum;
    }
}
