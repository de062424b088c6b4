package dev.xmdb.target.guest.linux.memory;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.paging.PagingMode;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Where a 64-bit Linux kernel has what in its half of the address space. The places are random where the kernel randomises them, so they
 * are read from its variables; where it has no such variables they are the fixed ones of its paging mode. All frames are pseudo-physical
 * (pfn), also in a PV guest.
 *
 * @param directMap virtual address at which all memory is mapped one to one
 * @param directEnd the address after the last one of it
 * @param vmalloc first address of the area for pages that are virtually contiguous only
 * @param vmemmap address of the array of {@code struct page}, indexed by pfn
 * @param physBase how far the image lies in physical memory from its link address, in bytes; may be negative
 */
public record AddressLayout(long directMap, long directEnd, long vmalloc, long vmemmap, long physBase) {
    private static final long GIGABYTE = 1 << 30;
    private static final long FIVE_LEVELS = 0xff11_0000_0000_0000L;
    private static final long SINCE_4_20 = 0xffff_8880_0000_0000L;
    private static final long BEFORE_4_20 = 0xffff_8800_0000_0000L;

    /** The places that a guest's variables name. */
    public static AddressLayout of(LinuxGuest guest) {
        return guest.kept(AddressLayout.class, () -> read(guest));
    }

    private static AddressLayout read(LinuxGuest guest) {
        boolean five = guest.memory().mode() == PagingMode.LONG_5_LEVEL;
        long direct = directMap(guest.memory().mode(), name -> value(guest, name));
        long vmalloc = variable(guest, "vmalloc_base", five ? 0xffa0_0000_0000_0000L : 0xffff_c900_0000_0000L);
        long frames = Math.max(
                variable(guest, "max_pfn", 0),
                guest.image().frames().statistics().maxPfn() + 1);
        long most = (vmalloc - direct) / Frames.PAGE_SIZE;
        return new AddressLayout(
                direct,
                direct + Math.min(frames, most) * Frames.PAGE_SIZE,
                vmalloc,
                variable(guest, "vmemmap_base", five ? 0xffd4_0000_0000_0000L : 0xffff_ea00_0000_0000L),
                variable(
                        guest,
                        "phys_base",
                        guest.coreInfo()
                                .map(info -> info.number("phys_base").orElse(0))
                                .orElse(0L)));
    }

    /**
     * Where all memory is mapped one to one: as the kernel's variable says, else at the fixed place. With four levels that lies 8 TiB higher
     * since Linux 4.20, and the end of memory in the map tells which it is.
     *
     * @param mode the kernel's paging mode
     * @param variables the value of a variable of eight bytes
     */
    public static long directMap(PagingMode mode, Function<String, OptionalLong> variables) {
        OptionalLong base = variables.apply("page_offset_base");
        if (base.isPresent() && base.getAsLong() < 0 && base.getAsLong() % GIGABYTE == 0) {
            return base.getAsLong();
        }
        if (mode == PagingMode.LONG_5_LEVEL) {
            return FIVE_LEVELS;
        }
        long end = variables.apply("high_memory").orElse(-1);
        return Long.compareUnsigned(end - BEFORE_4_20, SINCE_4_20 - BEFORE_4_20) <= 0 ? BEFORE_4_20 : SINCE_4_20;
    }

    private static OptionalLong value(LinuxGuest guest, String name) {
        OptionalLong at = guest.kallsyms().valueOf(name);
        try {
            return at.isEmpty() ? at : OptionalLong.of(guest.memory().readLong(at.getAsLong()));
        } catch (MemoryFaultException notThere) {
            return OptionalLong.empty();
        }
    }

    private static long variable(LinuxGuest guest, String name, long otherwise) {
        return value(guest, name).orElse(otherwise);
    }

    /** Whether an address is one of the direct map. */
    public boolean isDirect(long address) {
        return Long.compareUnsigned(address - directMap, directEnd - directMap) < 0;
    }

    /** Where the direct map has a frame. */
    public long direct(long pfn) {
        return directMap + pfn * Frames.PAGE_SIZE;
    }

    /** The frame behind an address of the direct map or of the kernel's image, by arithmetic; empty for any other address. */
    public OptionalLong pfn(long address) {
        if (isDirect(address)) {
            return OptionalLong.of((address - directMap) / Frames.PAGE_SIZE);
        }
        return KernelImage.mayHold(address)
                ? OptionalLong.of((address - KernelImage.START + physBase) >>> Frames.PAGE_SHIFT)
                : OptionalLong.empty();
    }
}
