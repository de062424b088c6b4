package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes address spaces of an image from roots.
 *
 * @param image the image
 */
record Roots(DomainImage image) {
    /** As many pages as the kernel's space of a vCPU remembers. */
    private static final int PAGES_CACHED = 1 << 15;

    private static final int KERNEL_ROOT = 3;
    /** Where an address space of user mode begins behind the kernel's, where the kernel keeps them apart (PTI). */
    private static final long USER_HALF = 1 << 12;

    private static final long CR4_LA57 = 1 << 12;

    /**
     * A space and where its root comes from.
     *
     * @param memory the space
     * @param origin for people
     */
    record Candidate(PagedMemory memory, String origin) {}

    /** A space under a raw cr3 value. */
    PagedMemory space(long cr3, PagingMode mode) {
        return new PagedMemory(
                image, new PageTables(image, PageTableRoot.of(cr3, mode, image.kind()), true), PAGES_CACHED);
    }

    /** A space whose root table is in a guest frame. */
    Optional<PagedMemory> ofPfn(long pfn, PagingMode mode) {
        return rootAt(pfn, mode).map(root -> space(root.cr3(), mode));
    }

    /** The root whose table is in a guest frame; empty when that is not in the image. */
    Optional<PageTableRoot> rootAt(long pfn, PagingMode mode) {
        Frames frames = image.frames();
        long frame = image.frameNaming() == FrameNaming.MFN ? frames.mfnOfPfn(pfn) : pfn;
        return frame < 0 || frames.fileOffsetOfPfn(pfn) < 0
                ? Optional.empty()
                : Optional.of(PageTableRoot.of(frame << Frames.PAGE_SHIFT, mode, image.kind()));
    }

    /**
     * What the vCPUs suggest, each root once: as their registers have them, then, as a vCPU in user mode may have a root with hardly
     * anything of the kernel in it, with the bit cleared by which the kernel tells the two.
     *
     * @param known the root that was tried before
     */
    List<Candidate> ofVcpus(long known) {
        Map<Long, Candidate> found = new LinkedHashMap<>();
        boolean paravirtual = image.kind() == DomainKind.PV;
        List<VcpuContext> contexts = image.vcpus();
        for (boolean cleared : paravirtual ? new boolean[] {false} : new boolean[] {false, true}) {
            for (int vcpu = 0; vcpu < contexts.size(); vcpu++) {
                VcpuContext context = contexts.get(vcpu);
                long cr3 = context.controlRegister(KERNEL_ROOT);
                long root = (cleared ? cr3 & ~USER_HALF : cr3) & -Frames.PAGE_SIZE;
                if (cr3 != 0 && root != (known & -Frames.PAGE_SIZE) && !found.containsKey(root)) {
                    boolean five = !paravirtual && (context.controlRegister(4) & CR4_LA57) != 0;
                    found.put(
                            root,
                            new Candidate(
                                    space(root, five ? PagingMode.LONG_5_LEVEL : PagingMode.LONG_4_LEVEL),
                                    "cr3 of vCPU " + vcpu + (cleared ? " without the bit of user mode" : "")));
                }
            }
        }
        return new ArrayList<>(found.values());
    }
}
