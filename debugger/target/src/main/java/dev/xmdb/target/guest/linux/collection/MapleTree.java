package dev.xmdb.target.guest.linux.collection;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.NodeBytes.Words;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads maple trees ({@code struct maple_tree}, since 6.1): B-trees of ranges that do not overlap, each with one entry. A word that
 * leads to a node has the node's address above the lowest eight bits, and its type in four bits from the fourth one on; the one in the
 * root has 2 in its lowest two bits besides, which tells it from an entry. Where the arrays of a node are follows from the kernel's types.
 */
public final class MapleTree {
    /** The kernel's own bound is lower. */
    private static final int HIGHEST = 32;

    private static final long NODE_MASK = ~0xffL;

    /** Types of nodes, as the kernel numbers them. */
    private enum Kind {
        /** Entries for single indices from the node's first one on. */
        DENSE,
        /** Entries. */
        LEAF,
        /** Nodes. */
        RANGE,
        /** Nodes, with the gaps below them. */
        ALLOCATION_RANGE;

        private boolean leaf() {
            return this == DENSE || this == LEAF;
        }
    }

    private record Shape(Optional<Words> pivots, Words slots) {
        int size() {
            return Math.max(slots.end(), pivots.map(Words::end).orElse(0));
        }
    }

    /** What a node has for one slot. */
    private record Slot(long first, long last, long entry) {}

    private final AddressSpace memory;
    private final long rootOffset;
    private final Map<Kind, Shape> shapes = new EnumMap<>(Kind.class);

    /**
     * A reader.
     *
     * @throws TypeDataException when the kernel has no maple trees, as before 6.1
     */
    public MapleTree(AddressSpace memory, Types types) {
        this.memory = memory;
        this.rootOffset = types.layout("struct maple_tree").member("ma_root").offset();
        Shape range = shape(types.layout("struct maple_range_64"));
        shapes.put(Kind.LEAF, range);
        shapes.put(Kind.RANGE, range);
        shapes.put(Kind.ALLOCATION_RANGE, shape(types.layout("struct maple_arange_64")));
        // Kernels up to now never make a dense node.
        StructLayout any = types.layout("struct maple_node");
        if (any.has("slot")) {
            shapes.put(Kind.DENSE, new Shape(Optional.empty(), Words.of(any, "slot")));
        }
    }

    private static Shape shape(StructLayout node) {
        return new Shape(Optional.of(Words.of(node, "pivot")), Words.of(node, "slot"));
    }

    /** The reader of a guest. */
    public static MapleTree of(LinuxGuest guest) {
        return guest.kept(MapleTree.class, () -> new MapleTree(guest.memory(), guest.types()));
    }

    /**
     * Delivers every range with an entry, in ascending order. Reserved ranges, which the kernel takes for empty ones, are left out. A
     * subtree that cannot be read is left out; so is an entry at which the sink finds memory missing.
     *
     * @param root the address of a {@code struct maple_tree}
     * @param sink receives them
     * @param problems receives a sentence for each damage
     */
    public void forEach(long root, EntrySink sink, Consumer<String> problems) {
        var visit = new TreeVisit("maple tree", root, problems);
        try {
            long top = memory.readLong(root + rootOffset);
            if (XArray.leadsToNode(top)) {
                node(visit, sink, new Slot(0, -1, top), 0);
            } else {
                deliver(visit, sink, new Slot(0, 0, top));
            }
        } catch (MemoryFaultException fault) {
            visit.lost(root, fault);
        }
        visit.close();
    }

    /**
     * The entry of one index; empty when its range has none.
     *
     * @throws MemoryFaultException when a node on the way is not in memory
     * @throws TypeDataException when a node on the way is none
     */
    public OptionalLong find(long root, long index) {
        long top = memory.readLong(root + rootOffset);
        if (!XArray.leadsToNode(top)) {
            return index == 0 ? entry(top) : OptionalLong.empty();
        }
        var at = new Slot(0, -1, top);
        for (int depth = 0; depth < HIGHEST && (at.entry() & NODE_MASK) != 0; depth++) {
            long encoded = at.entry();
            Shape shape = kind(encoded)
                    .map(shapes::get)
                    .orElseThrow(() ->
                            new TypeDataException("maple tree at " + Long.toHexString(root) + " " + unknown(encoded)));
            NodeBytes node = NodeBytes.read(memory, encoded & NODE_MASK, shape.size());
            boolean leaf = kind(encoded).filter(Kind::leaf).isPresent();
            long first = at.first();
            for (int i = 0; i < shape.slots().count(); i++) {
                long last = last(shape, node, i, at);
                if (Long.compareUnsigned(index, last) <= 0 || last == at.last()) {
                    at = new Slot(first, last, node.word(shape.slots(), i));
                    break;
                }
                first = last + 1;
            }
            if (leaf) {
                return Long.compareUnsigned(index, at.last()) <= 0 ? entry(at.entry()) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong entry(long word) {
        return word == 0 || XArray.internal(word) ? OptionalLong.empty() : OptionalLong.of(word);
    }

    private static Optional<Kind> kind(long encoded) {
        int number = (int) (encoded >>> 3) & 15;
        return number < Kind.values().length ? Optional.of(Kind.values()[number]) : Optional.empty();
    }

    private static String unknown(long encoded) {
        return "has a node of no known type (" + ((encoded >>> 3) & 15) + ") at "
                + Long.toHexString(encoded & NODE_MASK);
    }

    /** Delivers what is below a node; false when no more is wanted. */
    private boolean node(TreeVisit visit, EntrySink sink, Slot range, int depth) {
        long address = range.entry() & NODE_MASK;
        Optional<Kind> kind = kind(range.entry());
        Optional<Shape> shape = kind.map(shapes::get);
        if (shape.isEmpty()) {
            visit.damage(unknown(range.entry()));
            return true;
        }
        if (depth == HIGHEST) {
            visit.damage("is higher than any can be, at " + Long.toHexString(address));
            return true;
        }
        if (!visit.enter(address)) {
            return true;
        }
        NodeBytes node;
        try {
            node = NodeBytes.read(memory, address, shape.get().size());
        } catch (MemoryFaultException fault) {
            visit.lost(address, fault);
            return true;
        }
        return slots(visit, sink, range, new Node(address, kind.get().leaf(), shape.get(), node), depth);
    }

    private record Node(long address, boolean leaf, Shape shape, NodeBytes bytes) {}

    private boolean slots(TreeVisit visit, EntrySink sink, Slot range, Node node, int depth) {
        long first = range.first();
        for (int i = 0; i < node.shape().slots().count(); i++) {
            long last = last(node.shape(), node.bytes(), i, range);
            if (Long.compareUnsigned(last, first) < 0) {
                visit.damage("has a node whose ranges are not in order, at " + Long.toHexString(node.address()));
                return true;
            }
            var slot = new Slot(first, last, node.bytes().word(node.shape().slots(), i));
            boolean goOn = true;
            if (node.leaf()) {
                goOn = deliver(visit, sink, slot);
            } else if ((slot.entry() & NODE_MASK) != 0) {
                goOn = node(visit, sink, slot, depth + 1);
            } else {
                visit.damage("has no node where one belongs, in " + Long.toHexString(node.address()) + " for "
                        + Long.toHexString(first) + ".." + Long.toHexString(last));
            }
            if (!goOn) {
                return false;
            }
            if (last == range.last()) {
                return true;
            }
            first = last + 1;
        }
        return true;
    }

    /** The last index of a slot. The slot that reaches the node's end has no pivot, or none but 0, or one that is not below the end. */
    private static long last(Shape shape, NodeBytes node, int slot, Slot range) {
        if (shape.pivots().isEmpty()) {
            return Long.compareUnsigned(slot, range.last() - range.first()) >= 0 ? range.last() : range.first() + slot;
        }
        Words pivots = shape.pivots().get();
        if (slot >= pivots.count()) {
            return range.last();
        }
        long pivot = node.word(pivots, slot);
        boolean none = pivot == 0 && (slot > 0 || range.first() != 0);
        return none || Long.compareUnsigned(pivot, range.last()) >= 0 ? range.last() : pivot;
    }

    private static boolean deliver(TreeVisit visit, EntrySink sink, Slot slot) {
        if (entry(slot.entry()).isEmpty()) {
            return true;
        }
        try {
            return sink.entry(slot.first(), slot.last(), slot.entry());
        } catch (MemoryFaultException fault) {
            visit.lost(slot.entry(), fault);
            return true;
        }
    }
}
