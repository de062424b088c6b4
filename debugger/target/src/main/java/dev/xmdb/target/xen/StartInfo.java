package dev.xmdb.target.xen;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.FrameMemory;
import dev.xmdb.target.work.Effort;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The page in which a PV guest is told of itself when it starts ({@code struct start_info}, xen.h). Nothing leads to it, but it begins
 * with a word that no other page begins with.
 */
public final class StartInfo {
    private static final byte[] MAGIC = "xen-3.0-x86_".getBytes(StandardCharsets.ISO_8859_1);
    private static final Layout WIDE = new Layout(56, 72);
    private static final Layout NARROW = new Layout(44, 52);

    private final DomainImage image;
    private final AddressSpace memory;
    private final long address;
    private final Layout layout;

    private record Layout(int store, int console) {}

    private StartInfo(DomainImage image, AddressSpace memory, long address) {
        this.image = image;
        this.memory = memory;
        this.address = address;
        this.layout = memory.wordSize() == Long.BYTES ? WIDE : NARROW;
    }

    /** The page at an address of some memory. */
    public static StartInfo at(DomainImage image, AddressSpace memory, long address) {
        return new StartInfo(image, memory, address);
    }

    /**
     * Looks for it in all of an image.
     *
     * @param wordSize bytes in a guest pointer
     * @return a pseudo-physical address; empty when there is none, as in a domain that is not PV
     */
    public static OptionalLong find(DomainImage image, int wordSize, Effort effort) {
        if (image.kind() != DomainKind.PV) {
            return OptionalLong.empty();
        }
        AddressSpace physical = FrameMemory.physical(image, wordSize);
        long[] found = {-1};
        image.frames().scanRuns(run -> {
            for (long pfn = run.pfn(); found[0] < 0 && pfn < run.pfn() + run.length(); pfn++) {
                effort.advance("looking for the start_info page", pfn, 0);
                long at = pfn << Frames.PAGE_SHIFT;
                if (begins(physical, at) && frameAt(image, physical, at) != Frames.ABSENT) {
                    found[0] = at;
                }
            }
            return found[0] < 0;
        });
        return found[0] < 0 ? OptionalLong.empty() : OptionalLong.of(found[0]);
    }

    private static boolean begins(AddressSpace physical, long at) {
        if (physical.readable(at, MAGIC.length) < MAGIC.length || physical.readByte(at) != MAGIC[0]) {
            return false;
        }
        byte[] start = new byte[MAGIC.length];
        physical.read(at, start, 0, start.length);
        return Arrays.equals(start, MAGIC);
    }

    private static long frameAt(DomainImage image, AddressSpace physical, long at) {
        return new StartInfo(image, physical, at).storePage();
    }

    /** The guest frame of the page that is shared with xenstored; {@link Frames#ABSENT} when the image does not know it. */
    public long storePage() {
        return frame(layout.store());
    }

    /** The guest frame of the page that is shared with the console; {@link Frames#ABSENT} when the image does not know it. */
    public long consolePage() {
        return frame(layout.console());
    }

    /** A guest that is saved writes guest frames where machine frames were. */
    private long frame(int offset) {
        long frame = memory.readWord(address + offset);
        return image.frameNaming() == FrameNaming.MFN ? image.frames().pfnOfMfn(frame) : frame;
    }
}
