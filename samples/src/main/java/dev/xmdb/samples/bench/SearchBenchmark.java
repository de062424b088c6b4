package dev.xmdb.samples.bench;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.sim.machine.BareDomain;
import dev.xmdb.target.search.BytePattern;
import dev.xmdb.target.search.MemorySearch;
import dev.xmdb.target.search.PhysicalMemory;
import dev.xmdb.target.search.RegexPattern;
import dev.xmdb.target.search.SearchPattern;
import dev.xmdb.target.search.SearchRange;
import dev.xmdb.target.search.ValuePattern;
import dev.xmdb.target.work.Effort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

/** Searches of two gibibytes of physical memory, that of a real Linux guest over and over again; the score is in MiB per second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class SearchBenchmark {
    private static final int MEBIBYTES = 2048;
    private static final long PAGES = (long) MEBIBYTES << 20 >>> Frames.PAGE_SHIFT;

    private static final int CHUNK = 1 << 20;

    /** The image whose memory is repeated. */
    @Param("samples/images/linux-pv64-small.core.xz")
    public String image = "";

    private @Nullable Path file;
    private @Nullable DomainImage memory;

    /** Writes the image. */
    @Setup
    public void write() throws IOException {
        Path made = Files.createTempDirectory("search").resolve("image.core");
        file = made;
        BareDomain.paravirtualised(PAGES, PAGES, 1).writeElf(made);
        memory = DomainImages.open(made, OpenProgress.NONE);
        try (DomainImage source = DomainImages.open(Path.of(image), OpenProgress.NONE);
                FileChannel out = FileChannel.open(made, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = source.bytes().asByteBuffer();
            long end = Files.size(made);
            int from = 0;
            for (long at = memory.frames().fileOffsetOfPfn(0); at < end; at += CHUNK) {
                int length = (int) Math.min(CHUNK, end - at);
                out.write(bytes.slice(from, length), at);
                from = from + 2 * CHUNK < bytes.capacity() ? from + CHUNK : 0;
            }
        }
    }

    /** Removes it. */
    @TearDown
    public void remove() throws IOException {
        Objects.requireNonNull(memory).close();
        Path made = Objects.requireNonNull(file);
        Files.delete(made);
        Files.delete(Objects.requireNonNull(made.getParent()));
    }

    /** Bytes, one of which may be any. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long bytes() {
        return search(BytePattern.hexadecimal("48 8b ?? 24 e8 13 37 99", 1));
    }

    /** A text. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long text() {
        return search(BytePattern.text("no such text in any page", false, 1));
    }

    /** A pointer. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long pointer() {
        return search(ValuePattern.exactly(0xffff_8880_1234_5678L, Long.BYTES));
    }

    /** A regular expression that begins with fixed letters. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long expression() {
        return search(new RegexPattern("nosuch=[!-~]{4,}", false));
    }

    private long search(SearchPattern pattern) {
        var physical = new PhysicalMemory(Objects.requireNonNull(memory));
        var report = MemorySearch.search(
                physical, List.of(SearchRange.ALL), pattern, (address, length) -> true, Effort.UNWATCHED);
        return report.bytes() >>> Frames.PAGE_SHIFT;
    }
}
