package dev.xmdb.target.paging;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.dump.vcpu.VcpuContext;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Which paging mode a vCPU was in. Its context does not say: a PV guest's control registers are Xen's affair, and an HVM guest's EFER
 * is not saved. What the words of the context cannot tell, the shape of the root table has to.
 *
 * @param mode the mode
 * @param guessed true when nothing in the image settles it
 */
public record ModeInference(PagingMode mode, boolean guessed) {
    private static final long CR0_PAGING = 1L << 31;
    private static final long CR4_PSE = 1 << 4;
    private static final long CR4_PAE = 1 << 5;
    private static final long CR4_LA57 = 1 << 12;
    private static final int PAE_ROOT_ENTRIES = 4;
    /** Bits of a PAE root entry that the processor requires to be clear: 2-1, 8-5 and all above the frame. */
    private static final long PAE_ROOT_RESERVED = 0xfff0_0000_0000_01e6L;

    private static final List<String> WIDE_REGISTERS = List.of("r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15");

    /** The mode of one of an image's vCPUs. */
    public static ModeInference of(DomainImage image, VcpuContext context) {
        return image.kind() == DomainKind.PV ? paravirtual(image, context) : hardware(image, context);
    }

    /** The mode of an image without vCPUs: what its word size suggests. */
    public static ModeInference withoutContext(DomainImage image) {
        return new ModeInference(image.wordSize() == 8 ? PagingMode.LONG_4_LEVEL : PagingMode.PAE, true);
    }

    /** Whether the page-size bit counts in a vCPU's 2-level tables. */
    public static boolean largePagesIn32Bit(DomainImage image, VcpuContext context) {
        return image.kind() == DomainKind.PV || (context.controlRegister(4) & CR4_PSE) != 0;
    }

    private static ModeInference paravirtual(DomainImage image, VcpuContext context) {
        if (context.wordSize() == 8) {
            return new ModeInference(PagingMode.LONG_4_LEVEL, false);
        }
        var root = PageTableRoot.of(context.controlRegister(3), PagingMode.PAE, image.kind());
        if (new PaeRoot(image, root).fillsPage()) {
            return new ModeInference(PagingMode.PAE, false);
        }
        var plain = PageTableRoot.of(context.controlRegister(3), PagingMode.LEGACY_32, image.kind());
        boolean hostIsPae = image.xenVersion()
                .map(XenVersion::capabilities)
                .filter(text -> text.contains("x86_32p"))
                .isPresent();
        boolean plainRootThere = pageOffset(image, plain.frame()) >= 0;
        return new ModeInference(plainRootThere && !hostIsPae ? PagingMode.LEGACY_32 : PagingMode.PAE, true);
    }

    private static ModeInference hardware(DomainImage image, VcpuContext context) {
        long cr4 = context.controlRegister(4);
        if ((context.controlRegister(0) & CR0_PAGING) == 0) {
            return new ModeInference(PagingMode.UNPAGED, false);
        }
        if ((cr4 & CR4_PAE) == 0) {
            return new ModeInference(PagingMode.LEGACY_32, false);
        }
        PagingMode wide = (cr4 & CR4_LA57) != 0 ? PagingMode.LONG_5_LEVEL : PagingMode.LONG_4_LEVEL;
        if (hasWideRegister(context)) {
            return new ModeInference(wide, false);
        }
        var root = PageTableRoot.of(context.controlRegister(3), PagingMode.PAE, image.kind());
        boolean fits32Bits = context.controlRegister(3) >>> Integer.SIZE == 0;
        return new ModeInference(fits32Bits && new PaeRoot(image, root).isPlausible() ? PagingMode.PAE : wide, true);
    }

    /** A register that 32-bit code cannot have set, or a value that does not fit 32 bits. */
    private static boolean hasWideRegister(VcpuContext context) {
        long high = context.instructionPointer()
                | context.stackPointer()
                | context.fsBase()
                | context.gsBaseKernel()
                | context.gsBaseUser();
        return high >>> Integer.SIZE != 0
                || WIDE_REGISTERS.stream()
                        .anyMatch(name -> context.register(name).orElse(0) != 0);
    }

    private static long pageOffset(DomainImage image, long frame) {
        Frames frames = image.frames();
        return image.frameNaming() == FrameNaming.MFN ? frames.fileOffsetOfMfn(frame) : frames.fileOffsetOfPfn(frame);
    }

    /** What would be the four root entries, if the mode is PAE. */
    private record PaeRoot(DomainImage image, PageTableRoot root) {

        /** Entries obey the processor's rules, and one of them at least leads into the image. */
        boolean isPlausible() {
            return plausible(PAE_ROOT_RESERVED);
        }

        /** A PV guest's root has its page to itself; Xen sets flags in its entries, so only the frames are looked at. */
        boolean fillsPage() {
            long page = pageOffset(image, root.frame());
            if (page < 0 || !plausible(0)) {
                return false;
            }
            MemorySegment bytes = image.bytes();
            for (long at = PAE_ROOT_ENTRIES * Long.BYTES; at < Frames.PAGE_SIZE; at += Long.BYTES) {
                if (LittleEndian.u64(bytes, page + at) != 0) {
                    return false;
                }
            }
            return true;
        }

        private boolean plausible(long reserved) {
            long page = pageOffset(image, root.frame());
            if (page < 0) {
                return false;
            }
            boolean leadsSomewhere = false;
            for (int i = 0; i < PAE_ROOT_ENTRIES; i++) {
                long entry = LittleEndian.u64(image.bytes(), page + root.offsetInPage() + (long) i * Long.BYTES);
                if (PageTableEntry.isPresent(entry)) {
                    if ((entry & reserved) != 0) {
                        return false;
                    }
                    leadsSomewhere |= pageOffset(image, PageTableEntry.tableFrame(entry, PagingMode.PAE)) >= 0;
                }
            }
            return leadsSomewhere;
        }
    }
}
