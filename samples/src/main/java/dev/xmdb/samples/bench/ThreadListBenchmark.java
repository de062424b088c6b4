package dev.xmdb.samples.bench;

import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The first answer of the commands that go through every thread, in a program that was just started, on the domain {@code big}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx512m"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ThreadListBenchmark {
    private static final long SEED = 1;

    /** Threads of the domain. */
    @Param("20000")
    public int threads;

    private @Nullable Path image;
    private @Nullable CountingSession session;

    /** Simulates the domain. */
    @Setup(Level.Trial)
    public void simulate() throws IOException {
        image = Files.createTempDirectory("threads").resolve("image.core");
        Scenario big = Scenario.find("big").orElseThrow();
        big.freeze(new Scenario.Options(SEED, big.usualPages(), 0, threads, Virtualisation.PV))
                .writeElf(image);
    }

    /** Opens it. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        session = new CountingSession(Objects.requireNonNull(image));
    }

    /** Closes it. */
    @TearDown(Level.Iteration)
    public void close() {
        Objects.requireNonNull(session).close();
    }

    /** Removes the image. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Path file = Objects.requireNonNull(image);
        Files.delete(file);
        Files.delete(Objects.requireNonNull(file.getParent()));
    }

    /** {@code ::threadlist}. */
    @Benchmark
    public long threadlist() {
        return Objects.requireNonNull(session).run("::threadlist");
    }

    /** {@code ::stacks}. */
    @Benchmark
    public long stacks() {
        return Objects.requireNonNull(session).run("::stacks");
    }
}
