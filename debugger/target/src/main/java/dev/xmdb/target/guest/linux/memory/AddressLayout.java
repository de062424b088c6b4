package dev.xmdb.target.guest.linux.memory;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.paging.PagingMode;
import java.util.OptionalLong;

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

    /** The places that a guest's variables name. */
    public static AddressLayout of(LinuxGuest guest) {
        return guest.kept(AddressLayout.class, () -> read(guest));
    }

    private static AddressLayout read(LinuxGuest guest) {
        boolean five = guest.memory().mode() == PagingMode.LONG_5_LEVEL;
        long direct = variable(guest, "page_offset_base", five ? 0xff11_0000_0000_0000L : 0xffff_8880_0000_0000L);
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

    private static long variable(LinuxGuest guest, String name, long otherwise) {
        OptionalLong at = guest.kallsyms().valueOf(name);
        try {
            return at.isEmpty() ? otherwise : guest.memory().readLong(at.getAsLong());
        } catch (MemoryFaultException notThere) {
            return otherwise;
        }
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
