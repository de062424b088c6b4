package dev.xmdb.target;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.ModeInference;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.registers.ContextRegisters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at every vCPU context of an image: mode, roots, registers, and what is wrong with them. */
final class VcpuSurvey {
    private static final int KERNEL_ROOT = 3;
    private static final int USER_ROOT = 1;
    private static final int PRIVILEGE_MASK = 3;
    /** Half a megabyte of TLB for the kernel covers 128 MiB of 4 KiB pages. */
    static final int KERNEL_PAGES_CACHED = 1 << 15;

    static final int USER_PAGES_CACHED = 1 << 10;

    private final DomainImage image;
    private final List<Vcpu> vcpus = new ArrayList<>();
    private final List<String> degradations = new ArrayList<>();
    private final Map<PagingMode, List<Integer>> guesses = new EnumMap<>(PagingMode.class);
    private Optional<PagedMemory> kernel = Optional.empty();

    VcpuSurvey(DomainImage image) {
        this.image = image;
        int index = 0;
        for (VcpuContext context : image.vcpus()) {
            add(index++, context);
        }
        if (vcpus.isEmpty()) {
            degradations.add("no vCPU contexts: give a page-table root with --cr3");
        } else {
            guesses.forEach((mode, which) -> degradations.add(
                    "paging mode of " + those(which) + " is a guess by the root table: " + mode.description()));
            judgeRoots();
        }
    }

    List<Vcpu> vcpus() {
        return List.copyOf(vcpus);
    }

    List<String> degradations() {
        return List.copyOf(degradations);
    }

    /** The kernel's space under the first vCPU whose root is in the image, else the first that has a root. */
    Optional<PagedMemory> kernel() {
        return kernel;
    }

    private void add(int index, VcpuContext context) {
        ModeInference inference = ModeInference.of(image, context);
        PagingMode mode = inference.mode();
        if (inference.guessed()) {
            guesses.computeIfAbsent(mode, first -> new ArrayList<>()).add(index);
        }
        boolean kernelMode =
                image.kind() == DomainKind.PV ? context.inKernel() : (context.codeSelector() & PRIVILEGE_MASK) == 0;
        long userRoot = image.kind() == DomainKind.PV && mode == PagingMode.LONG_4_LEVEL
                ? context.controlRegister(USER_ROOT)
                : 0;
        vcpus.add(new Vcpu(
                index,
                context,
                new ContextRegisters(
                        context, mode == PagingMode.UNPAGED ? context.wordSize() : mode.wordSize(), kernelMode),
                mode,
                kernelMode,
                kernelSpace(context, mode).map(GuestVirtual.class::cast),
                userRoot == 0 ? Optional.empty() : Optional.of(space(userRoot, mode, context, USER_PAGES_CACHED))));
    }

    private Optional<PagedMemory> kernelSpace(VcpuContext context, PagingMode mode) {
        long root = context.controlRegister(KERNEL_ROOT);
        if (root == 0 && mode != PagingMode.UNPAGED) {
            return Optional.empty();
        }
        return Optional.of(space(root, mode, context, KERNEL_PAGES_CACHED));
    }

    private PagedMemory space(long cr3, PagingMode mode, VcpuContext context, int cachedPages) {
        var root = PageTableRoot.of(cr3, mode, image.kind());
        boolean large = ModeInference.largePagesIn32Bit(image, context);
        return new PagedMemory(image, new PageTables(image, root, large), cachedPages);
    }

    private void judgeRoots() {
        var lost = new ArrayList<Integer>();
        int chosen = -1;
        int best = -1;
        for (Vcpu vcpu : vcpus) {
            if (vcpu.kernel().isPresent() && vcpu.kernel().get() instanceof PagedMemory space) {
                int rank = rank(space);
                if (rank == 0) {
                    lost.add(vcpu.index());
                }
                if (rank > best) {
                    best = rank;
                    chosen = vcpu.index();
                    kernel = Optional.of(space);
                }
            }
        }
        if (!lost.isEmpty()) {
            degradations.add(
                    roots(lost) + " is not in image" + (best == 0 ? ": the frame map of this image is unusable" : ""));
        }
        if (chosen < 0) {
            degradations.add("no vCPU has a page-table root: give one with --cr3");
        } else if (chosen > 0) {
            degradations.add("kernel addresses are translated by the root of vCPU " + chosen);
        }
    }

    /** How much can be expected of a vCPU's space: 0 nothing, 1 physical memory only, 2 page tables. */
    private static int rank(PagedMemory space) {
        if (space.mode() == PagingMode.UNPAGED) {
            return 1;
        }
        return space.tables().rootInImage() ? 2 : 0;
    }

    /** The roots of some vCPUs: the first by its frame. */
    private String roots(List<Integer> indices) {
        int first = indices.getFirst();
        long frame = vcpus.get(first).context().kernelRootFrame();
        String word = image.frameNaming() == FrameNaming.MFN ? "root mfn 0x" : "root pfn 0x";
        return word + Long.toHexString(frame) + " of " + those(indices);
    }

    /** Some vCPUs, without a list that is as long as a hostile image likes. */
    private static String those(List<Integer> indices) {
        String first = "vCPU " + indices.getFirst();
        return indices.size() == 1 ? first : first + " (and of " + (indices.size() - 1) + " more)";
    }
}
