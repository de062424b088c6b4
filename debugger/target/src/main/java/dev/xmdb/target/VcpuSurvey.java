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
import java.util.List;
import java.util.Locale;
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
            degradations.add(String.format(
                    Locale.ROOT, "paging mode of vCPU %d is a guess by its root table: %s", index, mode.description()));
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
        boolean anyInImage = false;
        var lost = new ArrayList<String>();
        for (Vcpu vcpu : vcpus) {
            if (vcpu.kernel().isPresent() && vcpu.kernel().get() instanceof PagedMemory space) {
                boolean inImage = space.tables().rootInImage();
                if (kernel.isEmpty() || (inImage && !anyInImage)) {
                    kernel = Optional.of(space);
                }
                anyInImage |= inImage;
                if (!inImage) {
                    lost.add(String.format(
                            Locale.ROOT,
                            "root %s 0x%x of vCPU %d is not in image",
                            image.frameNaming() == FrameNaming.MFN ? "mfn" : "pfn",
                            space.tables().root().frame(),
                            vcpu.index()));
                }
            } else {
                degradations.add(String.format(Locale.ROOT, "vCPU %d has no page-table root", vcpu.index()));
            }
        }
        for (String sentence : lost) {
            degradations.add(anyInImage ? sentence : sentence + ": the frame map of this image is unusable");
        }
        kernel.ifPresent(this::nameOtherRoot);
    }

    /** Says so when the kernel's space is not vCPU 0's. */
    private void nameOtherRoot(PagedMemory chosen) {
        for (Vcpu vcpu : vcpus) {
            if (vcpu.kernel().isPresent() && vcpu.kernel().get() == chosen) {
                if (vcpu.index() != 0) {
                    degradations.add(String.format(
                            Locale.ROOT, "kernel addresses are translated by the root of vCPU %d", vcpu.index()));
                }
                return;
            }
        }
    }
}
