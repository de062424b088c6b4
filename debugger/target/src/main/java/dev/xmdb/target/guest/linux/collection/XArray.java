package dev.xmdb.target.guest.linux.collection;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.NodeBytes.Words;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads xarrays ({@code struct xarray}, since 4.20), and the radix trees that were there before ({@code struct radix_tree_root}); since
 * 4.20 the latter is another name for the former. Both are trees of nodes with as many slots as 6 bits of an index count (4 in kernels
 * built for little memory); they differ in how a word says that it leads to a node and is no entry.
 *
 * <p>An entry may stand at several indices: over several slots of a node, or in a node above the lowest ones. Entries are words, not
 * always addresses: one with its lowest bit set (in a radix tree: the second one) is a number that the kernel stored, shifted left.
 */
public final class XArray {
    private static final long LOWEST_TWO = 3;
    private static final long INTERNAL = 2;
    /** Internal words up to it stand for something else than a node. */
    private static final long LARGEST_NO_NODE = 4096;

    private static final long RADIX_NODE = 1;

    private final AddressSpace memory;
    private final boolean radix;
    private final long headOffset;
    private final int shiftOffset;
    private final Words slots;
    private final int chunkShift;

    /**
     * A reader.
     *
     * @throws TypeDataException when the kernel's types do not tell what a node is
     */
    public XArray(AddressSpace memory, Types types) {
        this.memory = memory;
        this.radix =
                types.candidates(Optional.of(Tag.STRUCT), "xa_node").findAny().isEmpty();
        StructLayout node = types.layout(radix ? "struct radix_tree_node" : "struct xa_node");
        this.headOffset = (radix
                        ? types.layout("struct radix_tree_root").member("rnode")
                        : types.layout("struct xarray").member("xa_head"))
                .offset();
        this.slots = Words.of(node, "slots");
        this.chunkShift = Integer.SIZE - Integer.numberOfLeadingZeros(slots.count() - 1);
        this.shiftOffset = (int) node.member("shift").offset();
        if (shiftOffset < 0 || shiftOffset >= slots.end()) {
            throw new TypeDataException(node.type().declaration() + " is no node of a tree");
        }
    }

    /** The reader of a guest. */
    public static XArray of(LinuxGuest guest) {
        return guest.kept(XArray.class, () -> new XArray(guest.memory(), guest.types()));
    }

    /** Whether a word of an xarray or a maple tree is the kernel's own mark, or leads to a node. */
    static boolean internal(long word) {
        return (word & LOWEST_TWO) == INTERNAL;
    }

    /** Whether a word of an xarray or a maple tree leads to a node. */
    static boolean leadsToNode(long word) {
        return internal(word) && Long.compareUnsigned(word, LARGEST_NO_NODE) > 0;
    }

    /**
     * Delivers every entry, in ascending order of indices. Reserved entries, which the kernel takes for empty ones, are left out, as are
     * marks of an unfinished change. A subtree that cannot be read is left out; so is an entry at which the sink finds memory missing.
     *
     * @param root the address of a {@code struct xarray} or {@code struct radix_tree_root}
     * @param sink receives them
     * @param problems receives a sentence for each damage
     */
    public void forEach(long root, EntrySink sink, Consumer<String> problems) {
        var visit = new TreeVisit(radix ? "radix tree" : "xarray", root, problems);
        try {
            long head = memory.readLong(root + headOffset);
            OptionalLong node = node(head);
            if (node.isPresent()) {
                below(visit, sink, node.getAsLong(), 0, -1);
            } else {
                deliver(visit, sink, 0, 0, head);
            }
        } catch (MemoryFaultException fault) {
            visit.lost(root, fault);
        }
        visit.close();
    }

    /**
     * The entry of one index; empty when there is none.
     *
     * @throws MemoryFaultException when a node on the way is not in memory
     */
    public OptionalLong find(long root, long index) {
        long word = memory.readLong(root + headOffset);
        OptionalLong node = node(word);
        if (node.isEmpty()) {
            return index == 0 && isEntry(word) ? OptionalLong.of(word) : OptionalLong.empty();
        }
        int above = Long.SIZE;
        while (node.isPresent()) {
            long at = node.getAsLong();
            NodeBytes bytes = NodeBytes.read(memory, at, slots.end());
            int shift = bytes.octet(shiftOffset);
            boolean top = above == Long.SIZE;
            if (shift >= above || (top && shift + chunkShift < Long.SIZE && index >>> (shift + chunkShift) != 0)) {
                return OptionalLong.empty();
            }
            int slot = (int) (index >>> shift) & (slots.count() - 1);
            word = bytes.word(slots, canonical(at, slot, bytes));
            node = node(word);
            above = shift;
        }
        return isEntry(word) ? OptionalLong.of(word) : OptionalLong.empty();
    }

    /** The slot that has the entry of a slot: itself, or a lower one that it belongs to. */
    private int canonical(long node, int slot, NodeBytes bytes) {
        int owner = sibling(node, bytes.word(slots, slot));
        return owner >= 0 && owner < slot ? owner : slot;
    }

    /** Delivers what is below a node; false when no more is wanted. */
    private boolean below(TreeVisit visit, EntrySink sink, long at, long base, int expectedShift) {
        if (!visit.enter(at)) {
            return true;
        }
        NodeBytes bytes;
        try {
            bytes = NodeBytes.read(memory, at, slots.end());
        } catch (MemoryFaultException fault) {
            visit.lost(at, fault);
            return true;
        }
        int shift = bytes.octet(shiftOffset);
        if (expectedShift >= 0 ? shift != expectedShift : shift >= Long.SIZE || shift % chunkShift != 0) {
            visit.damage(
                    "has a node at " + Long.toHexString(at) + " that belongs to another level (shift " + shift + ")");
            return true;
        }
        for (int slot = 0; slot < slots.count(); slot++) {
            long word = bytes.word(slots, slot);
            if (word == 0 || sibling(at, word) >= 0) {
                continue;
            }
            if ((long) slot << shift >>> shift != slot) {
                visit.damage("has a node at " + Long.toHexString(at) + " with more indices than there are");
                return true;
            }
            long first = base + ((long) slot << shift);
            OptionalLong node = node(word);
            boolean goOn;
            if (node.isEmpty()) {
                int covered = 1;
                while (slot + covered < slots.count() && sibling(at, bytes.word(slots, slot + covered)) == slot) {
                    covered++;
                }
                goOn = deliver(visit, sink, first, first + ((long) covered << shift) - 1, word);
            } else if (shift == 0) {
                visit.damage("has a node below the lowest level, at " + Long.toHexString(at));
                goOn = true;
            } else {
                goOn = below(visit, sink, node.getAsLong(), first, shift - chunkShift);
            }
            if (!goOn) {
                return false;
            }
        }
        return true;
    }

    private OptionalLong node(long word) {
        if (radix) {
            boolean leads = (word & LOWEST_TWO) == RADIX_NODE && word != RADIX_NODE;
            return leads ? OptionalLong.of(word - RADIX_NODE) : OptionalLong.empty();
        }
        return leadsToNode(word) ? OptionalLong.of(word - INTERNAL) : OptionalLong.empty();
    }

    /**
     * The slot whose entry a slot belongs to as well; -1 when it belongs to itself. An xarray has the slot's number, a radix tree a pointer
     * to the slot.
     */
    private int sibling(long node, long word) {
        if (radix) {
            long offset = word - RADIX_NODE - node - slots.offset();
            boolean inside = (word & LOWEST_TWO) == RADIX_NODE
                    && Long.compareUnsigned(offset, (long) slots.count() * Long.BYTES) < 0;
            return inside ? (int) (offset / Long.BYTES) : -1;
        }
        return internal(word) && Long.compareUnsigned(word >>> 2, slots.count()) < 0 ? (int) (word >>> 2) : -1;
    }

    /** Whether a word is what was stored; the marks of unfinished changes and of reserved places are not. */
    private boolean isEntry(long word) {
        return word != 0 && (radix ? (word & LOWEST_TWO) != RADIX_NODE : !internal(word));
    }

    private boolean deliver(TreeVisit visit, EntrySink sink, long first, long last, long word) {
        if (!isEntry(word)) {
            return true;
        }
        try {
            return sink.entry(first, last, word);
        } catch (MemoryFaultException fault) {
            visit.lost(word, fault);
            return true;
        }
    }
}
