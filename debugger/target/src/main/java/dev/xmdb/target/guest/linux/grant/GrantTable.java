package dev.xmdb.target.guest.linux.grant;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * The kernel's grant table. Its pages belong to Xen: those of a PV guest are in no image, those of another guest may be, and then the
 * entries can be read. Which references are free the kernel keeps in its own memory.
 *
 * @param kernel where it is
 * @param address virtual address of its first entry
 * @param version 1 or 2, which differ in the entries
 * @param frames its pages
 * @param status virtual address of the status words of version 2; 0 for version 1
 */
public record GrantTable(KernelVariables kernel, long address, int version, int frames, long status) {
    /** References that the kernel never gives away: the domain's builder uses them for the console and the store. */
    public static final int RESERVED = 8;

    private static final int MOST_FRAMES = 1 << 16;
    private static final int SIZE = 8;
    private static final int WIDE_SIZE = 16;
    private static final int SUB_PAGE = 1 << 8;
    private static final int STATUS = 0x18;

    /**
     * The table of a kernel.
     *
     * @throws TypeDataException when the kernel has none
     */
    public static GrantTable of(KernelVariables kernel) {
        int frames = kernel.number("nr_grant_frames");
        long address = kernel.word("gnttab_shared");
        if (address == 0 || frames == 0) {
            throw new TypeDataException("this kernel has set up no grant table");
        }
        if (frames < 0 || frames > MOST_FRAMES) {
            throw new TypeDataException(
                    "nr_grant_frames is " + Integer.toUnsignedString(frames) + ", which no grant table has");
        }
        int version = version(kernel);
        long status = version == 2 && kernel.has("grstatus") ? kernel.word("grstatus") : 0;
        return new GrantTable(kernel, address, version, frames, status);
    }

    /** Since 3.3 the operations of a version are a table of their own, since 4.15 that table tells the version. */
    private static int version(KernelVariables kernel) {
        OptionalLong variable = kernel.find("gnttab_interface");
        if (variable.isEmpty()) {
            return 1;
        }
        long operations = kernel.memory().readWord(variable.getAsLong());
        OptionalLong second = kernel.find("gnttab_v2_ops");
        if (second.isPresent()) {
            return operations == second.getAsLong() ? 2 : 1;
        }
        StructLayout layout = kernel.types().layout("struct gnttab_ops");
        return layout.has("version") && layout.at(kernel.memory(), operations).number("version") == 2 ? 2 : 1;
    }

    /** How many references there are. */
    public int references() {
        return frames * Frames.PAGE_SIZE / (version == 2 ? WIDE_SIZE : SIZE);
    }

    /**
     * An entry.
     *
     * @throws MemoryFaultException when its page is not in the image
     */
    public GrantEntry entry(int reference) {
        AddressSpace memory = kernel.memory();
        if (version == 1) {
            long at = address + (long) reference * SIZE;
            long frame = Integer.toUnsignedLong(memory.readInt(at + 4));
            return new GrantEntry(reference, memory.readShort(at), memory.readShort(at + 2), frame, 0, 0);
        }
        long at = address + (long) reference * WIDE_SIZE;
        int flags = memory.readShort(at);
        int used = status == 0 ? 0 : memory.readShort(status + 2L * reference) & STATUS;
        int domain = memory.readShort(at + 2);
        boolean transitive = (flags & 3) == 3;
        boolean part = !transitive && (flags & SUB_PAGE) != 0;
        return new GrantEntry(
                reference,
                flags | used,
                domain,
                transitive ? Integer.toUnsignedLong(memory.readInt(at + 8)) : memory.readLong(at + 8),
                part ? memory.readShort(at + 4) : 0,
                part ? memory.readShort(at + 6) : 0);
    }

    /**
     * The references that the kernel has left to give away: a list through an array of numbers, of which each leads to the next.
     *
     * @throws MemoryFaultException when the list cannot be read
     * @throws TypeDataException when it leads out of the table, or in a circle
     */
    public BitSet free() {
        AddressSpace memory = kernel.memory();
        long rows = kernel.word("gnttab_list");
        int perRow = Frames.PAGE_SIZE / Integer.BYTES;
        var free = new BitSet();
        int most = references();
        for (int at = kernel.number("gnttab_free_head"); at != -1; ) {
            if (at < 0 || at >= most) {
                // An empty list may end in any number beyond the table.
                if (free.cardinality() == kernel.number("gnttab_free_count")) {
                    break;
                }
                throw new TypeDataException(
                        "gnttab_list leads to reference " + Integer.toUnsignedString(at) + " of " + most);
            }
            if (free.get(at)) {
                throw new TypeDataException("gnttab_list runs in a circle at reference " + at);
            }
            free.set(at);
            long row = memory.readWord(rows + (long) (at / perRow) * memory.wordSize());
            at = memory.readInt(row + (long) (at % perRow) * Integer.BYTES);
        }
        return free;
    }
}
