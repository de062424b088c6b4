package dev.xmdb.target.guest.raw;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.paging.Translation;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Looks for a kernel's own words in the memory of an image, within bounds: first at the one address where Solaris leaves its debug
 * information, then where Linux maps its kernel image, then from the lowest present page on.
 */
final class BannerSearch {
    /** Where 64-bit Linux maps its kernel image, before and after randomisation. */
    private static final long LINUX_IMAGE_START = 0xffff_ffff_8000_0000L;

    private static final long LINUX_IMAGE_END = 0xffff_ffff_c000_0000L;
    /** Level of the entries that cover a gigabyte. */
    private static final int GIGABYTE_LEVEL = 3;

    private static final long VIRTUAL_BUDGET = 256L << 20;
    private static final long PHYSICAL_BUDGET = 512L << 20;

    private static final int SOLARIS_MAGIC = 0xdeb1_16ed;
    /** The page below the kernel's text: of an amd64 kernel, an i386 one under PV, an i386 one in an HVM domain. */
    private static final long[] SOLARIS_DEBUG_INFO = {0xffff_ffff_fb7f_f000L, 0xf4bf_f000L, 0xfe7f_f000L};

    private final DomainImage image;
    private final AddressSpace virtual;
    private long budget;

    BannerSearch(DomainImage image, AddressSpace virtual) {
        this.image = image;
        this.virtual = virtual;
    }

    /**
     * What was found.
     *
     * @param banner the kernel's own words, or its name where it leaves none
     * @param sign what it was recognised by
     */
    record Finding(String banner, String sign) {}

    /** The first thing found. */
    Optional<Finding> find() {
        try {
            return solaris().or(this::linuxByMapping).or(this::linuxByFrames);
        } catch (InternalError | IndexOutOfBoundsException fileShrank) {
            return Optional.empty();
        }
    }

    private Optional<Finding> solaris() {
        for (long address : SOLARIS_DEBUG_INFO) {
            boolean reachable = virtual.wordSize() == 8 || address >>> Integer.SIZE == 0;
            if (reachable && magicAt(address)) {
                return Optional.of(new Finding("Solaris kernel", at("debug_info page at virtual", address)));
            }
        }
        return Optional.empty();
    }

    private boolean magicAt(long address) {
        return virtual.readable(address, Integer.BYTES) == Integer.BYTES && virtual.readInt(address) == SOLARIS_MAGIC;
    }

    private Optional<Finding> linuxByMapping() {
        if (!(virtual instanceof PagedMemory paged)
                || (paged.mode() != PagingMode.LONG_4_LEVEL && paged.mode() != PagingMode.LONG_5_LEVEL)) {
            return Optional.empty();
        }
        budget = VIRTUAL_BUDGET;
        long at = paged.tables().nextReadable(LINUX_IMAGE_START, LINUX_IMAGE_END);
        while (at < LINUX_IMAGE_END && budget > 0) {
            long length = contiguous(paged, at, LINUX_IMAGE_END);
            long from = paged.fileOffset(at);
            Optional<LinuxBanner> hit = scan(from, length);
            if (hit.isPresent()) {
                Translation place = paged.translate(at + hit.get().offset() - from);
                return hit.map(banner -> new Finding(banner.text(), at(place)));
            }
            at = paged.tables().nextReadable(at + length, LINUX_IMAGE_END);
        }
        return Optional.empty();
    }

    /** Bytes from an address on that lie in the file as they do in memory. */
    private static long contiguous(PagedMemory paged, long address, long end) {
        long from = paged.fileOffset(address);
        long length = Frames.PAGE_SIZE;
        while (address + length < end && paged.fileOffset(address + length) == from + length) {
            length += Frames.PAGE_SIZE;
        }
        return length;
    }

    private String at(Translation place) {
        if (!(place.outcome() instanceof Translation.Outcome.Mapped mapped)) {
            return "";
        }
        long pfn = image.frameNaming() == FrameNaming.MFN ? image.frames().pfnOfMfn(mapped.frame()) : mapped.frame();
        return pfn < 0
                ? at("banner at virtual", place.address())
                : physically((pfn << Frames.PAGE_SHIFT) | (place.address() & (Frames.PAGE_SIZE - 1)));
    }

    /**
     * Whether sound page tables leave no room for a Linux kernel: paravirtualised, it has one set of kernel tables (none of them
     * stripped for user mode), and its image is mapped in the same gigabyte always.
     */
    private boolean linuxRuledOut() {
        return image.kind() == DomainKind.PV
                && virtual instanceof PagedMemory paged
                && paged.mode() == PagingMode.LONG_4_LEVEL
                && paged.translate(LINUX_IMAGE_START).outcome() instanceof Translation.Outcome.NotPresent absent
                && absent.level() >= GIGABYTE_LEVEL;
    }

    private Optional<Finding> linuxByFrames() {
        if (linuxRuledOut()) {
            return Optional.empty();
        }
        budget = PHYSICAL_BUDGET;
        var found = new Object() {
            Optional<Finding> banner = Optional.empty();
        };
        image.frames().scanRuns(run -> {
            long from = image.frames().fileOffsetOfPfn(run.pfn());
            if (from >= 0) {
                found.banner = scan(from, run.length() << Frames.PAGE_SHIFT)
                        .map(hit -> new Finding(
                                hit.text(), physically((run.pfn() << Frames.PAGE_SHIFT) + hit.offset() - from)));
            }
            return found.banner.isEmpty() && budget > 0;
        });
        return found.banner;
    }

    private static String at(String what, long address) {
        return "its " + what + " 0x" + Long.toHexString(address);
    }

    private static String physically(long address) {
        return at("banner at physical", address);
    }

    private Optional<LinuxBanner> scan(long from, long length) {
        MemorySegment bytes = image.bytes();
        long step = Math.min(Math.min(length, budget), bytes.byteSize() - from);
        budget -= length;
        return LinuxBanner.scan(bytes, from, from + step);
    }
}
