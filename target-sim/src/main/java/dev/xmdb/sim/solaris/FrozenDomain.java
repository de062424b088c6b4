package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.elf.ElfDumpCoreWriter;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.dump.xccore.XcCoreWriter;
import dev.xmdb.sim.machine.Virtualisation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A domain that stands still: its memory, its vCPUs, and the truth about it. */
public final class FrozenDomain {
    private static final XenVersion HOST = new XenVersion(
            3,
            4,
            ".2",
            "gcc version 3.4.3 (csl-sol210-3_4-20050802)",
            "xen-discuss",
            "opensolaris.org",
            "Tue Oct 13 12:02:43 PDT 2009",
            "xen-3.0-x86_64 xen-3.0-x86_32p hvm-3.0-x86_32 hvm-3.0-x86_32p hvm-3.0-x86_64 ",
            "unavailable",
            0xffff800000000000L,
            Frames.PAGE_SIZE);

    private final Kernel kernel;
    private final List<byte[]> contexts;
    private final byte[] sharedInfo;
    private final Map<String, Object> truth;

    /**
     * A domain.
     *
     * @param contexts of the vCPUs, as the hypervisor keeps them
     * @param sharedInfo the page that it shares with the hypervisor
     * @param truth what is in the image, for whoever checks a debugger
     */
    public FrozenDomain(Kernel kernel, List<byte[]> contexts, byte[] sharedInfo, Map<String, Object> truth) {
        this.kernel = kernel;
        this.contexts = List.copyOf(contexts);
        this.sharedInfo = sharedInfo.clone();
        this.truth = new LinkedHashMap<>(truth);
    }

    /** Its kernel. */
    public Kernel kernel() {
        return kernel;
    }

    /** What is in the image: maps, lists, texts, numbers, truth values. */
    public Map<String, Object> truth() {
        return truth;
    }

    private boolean isHvm() {
        return kernel.virtualisation() == Virtualisation.HVM;
    }

    /** Adds to the truth that something was spoilt after the freeze. */
    public void tellFault(String kind, String what, long address) {
        List<Object> faults = new ArrayList<>(truth.get("faults") instanceof List<?> told ? told : List.of());
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("kind", kind);
        fault.put("what", what);
        fault.put("address", "0x" + Long.toHexString(address));
        faults.add(fault);
        truth.put("faults", faults);
    }

    /** Writes the image as an ELF dump-core. */
    public void writeElf(Path path) throws IOException {
        writeElf(path, pages -> pages);
    }

    /** Writes the image as an ELF dump-core, its pages through {@code watched}. */
    public void writeElf(Path path, UnaryOperator<PageSource> watched) throws IOException {
        ElfDumpCoreWriter writer =
                isHvm() ? ElfDumpCoreWriter.autoTranslated() : ElfDumpCoreWriter.paravirtualised(Long.BYTES);
        writer.xenVersion(HOST);
        contexts.forEach(writer::vcpu);
        writer.sharedInfo(sharedInfo);
        writer.write(path, watched.apply(kernel.memory().withoutHoles()));
    }

    /** Writes the image in the container of Xen 3.0. */
    public void writeXcCore(Path path) throws IOException {
        writeXcCore(path, pages -> pages);
    }

    /** Writes the image in the container of Xen 3.0, its pages through {@code watched}. */
    public void writeXcCore(Path path, UnaryOperator<PageSource> watched) throws IOException {
        XcCoreWriter writer = isHvm() ? XcCoreWriter.hvm(Long.BYTES) : XcCoreWriter.paravirtualised(Long.BYTES);
        contexts.forEach(writer::vcpu);
        writer.write(path, watched.apply(kernel.memory().withHoles()));
    }
}
