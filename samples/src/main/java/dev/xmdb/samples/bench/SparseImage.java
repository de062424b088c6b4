package dev.xmdb.samples.bench;

import dev.xmdb.sim.machine.BareDomain;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a sparse image of a PV domain without an operating system: {@code SparseImage GIBIBYTES FILE}. */
public final class SparseImage {
    private static final long PAGES_PER_GIBIBYTE = 1L << 18;
    private static final long MAPPED = 1L << 20;
    private static final int VCPUS = 2;

    private SparseImage() {}

    /** Writes it. */
    public static void main(String[] arguments) throws IOException {
        long pages = Long.parseLong(arguments[0]) * PAGES_PER_GIBIBYTE;
        BareDomain.paravirtualised(pages, Math.min(pages, MAPPED), VCPUS).writeElf(Path.of(arguments[1]));
    }
}
