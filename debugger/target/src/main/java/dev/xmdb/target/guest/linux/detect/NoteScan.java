package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for what a kernel wrote down for readers of its dump, without its page tables: since Linux 4.13 the ELF note with it begins a
 * page of its own.
 */
final class NoteScan {
    private static final int NAME_SIZE = 11;
    /** {@code VMCOREINFO}, the first eight bytes of it. */
    private static final long NAME = 0x4e49_4552_4f43_4d56L;

    /** {@code OSRELEAS}, with which the text begins. */
    private static final long TEXT = 0x5341_454c_4552_534fL;

    private static final int NAME_AT = 12;
    private static final int LARGEST = 1 << 16;
    private static final int MOST_NOTES = 8;

    private final AddressSpace physical;
    private final List<VmCoreInfo> found = new ArrayList<>();
    private long pages;

    private NoteScan(AddressSpace physical, long pages) {
        this.physical = physical;
        this.pages = pages;
    }

    /**
     * The notes in an image; a kernel that was replaced by another one may have left its own.
     *
     * @param pages how many pages to look at, at most
     */
    static List<VmCoreInfo> notes(DomainImage image, AddressSpace physical, long pages) {
        var scan = new NoteScan(physical, pages);
        image.frames().scanRuns(run -> scan.run(run.pfn(), run.length()));
        return scan.found;
    }

    private boolean run(long pfn, long length) {
        for (long each = pfn; each >= 0 && each < pfn + length; each++) {
            if (pages-- <= 0 || found.size() == MOST_NOTES) {
                return false;
            }
            try {
                note(each * Frames.PAGE_SIZE);
            } catch (MemoryFaultException notThere) {
                // A page that the image names and does not have holds no note.
            }
        }
        return true;
    }

    private void note(long at) {
        if (physical.readInt(at) != NAME_SIZE
                || physical.readLong(at + NAME_AT) != NAME
                || physical.readLong(at + VmCoreInfo.NOTE_HEADER) != TEXT) {
            return;
        }
        int size = physical.readInt(at + Integer.BYTES);
        if (size > 0 && size < LARGEST) {
            var info = VmCoreInfo.parse(StructView.text(physical, at + VmCoreInfo.NOTE_HEADER, size));
            if (info.number("phys_base").isPresent() && info.symbol("_stext").isPresent()) {
                found.add(info);
            }
        }
    }
}
