package dev.xmdb.dump.elf;

import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.vcpu.ContextLayout;
import dev.xmdb.dump.vcpu.GuestContext;
import dev.xmdb.dump.vcpu.VcpuContext;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the vCPU contexts of {@code .xen_prstatus}. The stride is the section's own entry size: 5168 for every guest since Xen 4.0,
 * the writer's native size before.
 */
final class ElfContexts {
    private static final long MAX_VCPUS = 8192;

    private final XenParts parts;
    private final XenNotes.@Nullable Header header;
    private final DomainKind kind;
    private final boolean machine32;
    private final List<String> degradations;

    ElfContexts(
            XenParts parts,
            XenNotes.@Nullable Header header,
            DomainKind kind,
            boolean machine32,
            List<String> degradations) {
        this.parts = parts;
        this.header = header;
        this.kind = kind;
        this.machine32 = machine32;
        this.degradations = degradations;
    }

    /** The contexts, copied out of the file; those that are damaged or lost are left out and said to be. */
    List<VcpuContext> read() {
        ElfSection section = parts.section(XenPart.CONTEXTS).orElse(null);
        if (section == null) {
            degradations.add("no registers: the image has no .xen_prstatus section");
            return List.of();
        }
        MemorySegment bytes = parts.bytes(XenPart.CONTEXTS);
        long stride = stride(section);
        long claimed = claimedVcpus(section, stride);
        ContextLayout layout = layout(stride);
        long whole = wholeContexts(bytes.byteSize(), stride, layout);
        long count = Math.min(claimed, whole);
        if (count < claimed) {
            degradations.add("registers of " + (claimed - count) + " of " + claimed
                    + " vCPUs are lost: the file ends within .xen_prstatus");
        }
        List<VcpuContext> contexts = slice(bytes, stride, count, layout);
        if (layout.wordSize() == Integer.BYTES && stride == layout.size() && misSliced(contexts)) {
            return resliced(bytes, count, layout);
        }
        return contexts;
    }

    private long claimedVcpus(ElfSection section, long stride) {
        long inSection = Math.max(0, section.size()) / stride;
        long claimed = header == null ? inSection : header.vcpus();
        long used = Math.clamp(Long.compareUnsigned(claimed, inSection) < 0 ? claimed : inSection, 0, MAX_VCPUS);
        if (claimed != used || inSection != used) {
            degradations.add(
                    (header == null ? "" : "the HEADER note counts " + Long.toUnsignedString(claimed) + " vCPUs, ")
                            + ".xen_prstatus has room for " + inSection + ": " + used + " are used");
        }
        return used;
    }

    /** Bytes from one context to the next: the entry size, or where it cannot be one, the section shared out among the vCPUs. */
    private long stride(ElfSection section) {
        long entry = section.entrySize();
        long size = Math.max(0, section.size());
        if (entry >= ContextLayout.X86_32.size() && (entry <= size || size == 0)) {
            return entry;
        }
        boolean counted = header != null && header.vcpus() > 0 && header.vcpus() <= MAX_VCPUS;
        long shared = counted ? size / header.vcpus() : 0;
        boolean narrow = shared == ContextLayout.X86_32.size()
                || (!counted && size % ContextLayout.X86_64.size() != 0 && size % ContextLayout.X86_32.size() == 0);
        long stride = narrow ? ContextLayout.X86_32.size() : ContextLayout.X86_64.size();
        if (entry != 0) {
            degradations.add(".xen_prstatus has entries of " + Long.toUnsignedString(entry)
                    + " bytes, which no context has: " + stride + " are assumed");
        }
        return stride;
    }

    private ContextLayout layout(long stride) {
        boolean narrow = machine32 && kind == DomainKind.PV;
        if (!narrow && stride >= ContextLayout.X86_32.size() && stride < ContextLayout.X86_64.size()) {
            // A 32-bit hypervisor wrote its own layout for every kind of domain.
            narrow = true;
            if (!machine32) {
                degradations.add("the contexts have the 32-bit layout, the file says x86_64");
            }
        }
        return narrow ? ContextLayout.X86_32 : ContextLayout.X86_64;
    }

    private static long wholeContexts(long bytes, long stride, ContextLayout layout) {
        return bytes < layout.size() ? 0 : (bytes - layout.size()) / stride + 1;
    }

    private List<VcpuContext> slice(MemorySegment bytes, long stride, long count, ContextLayout layout) {
        List<VcpuContext> contexts = new ArrayList<>();
        for (long index = 0; index < count; index++) {
            byte[] copy = bytes.asSlice(index * stride, layout.size()).toArray(ValueLayout.JAVA_BYTE);
            contexts.add(new GuestContext(MemorySegment.ofArray(copy), layout, kind == DomainKind.PV));
        }
        return contexts;
    }

    /**
     * Whether the contexts are those of 32-bit tools between mid-2008 and late 2009, which wrote the first bytes of an array of
     * 5168-byte elements and called them 2800-byte ones: from the second on, nothing is in its place. No live context has a null code
     * segment and no flags.
     */
    private static boolean misSliced(List<VcpuContext> contexts) {
        return contexts.size() > 1
                && contexts.getFirst().codeSelector() != 0
                && contexts.stream()
                        .skip(1)
                        .anyMatch(context -> context.codeSelector() == 0 && context.processorFlags() == 0);
    }

    private List<VcpuContext> resliced(MemorySegment bytes, long count, ContextLayout layout) {
        long stride = ContextLayout.X86_64.size();
        long whole = Math.min(count, wholeContexts(Math.min(bytes.byteSize(), count * layout.size()), stride, layout));
        degradations.add(
                "the contexts were written by tools that cut them wrongly (32-bit, 2008 to 2009): registers of " + whole
                        + " of " + count + " vCPUs could be recovered");
        return slice(bytes, stride, whole, layout);
    }
}
