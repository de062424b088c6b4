package dev.xmdb.target.guest.linux.collection;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A node of a tree, read at once: nodes are small and all of one is needed. */
final class NodeBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LARGEST_NODE = 4096;
    private static final int MOST_SLOTS = 256;

    private final byte[] bytes;

    private NodeBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Where an array of words is in a node.
     *
     * @param offset its first byte
     * @param count its words
     */
    record Words(int offset, int count) {
        /**
         * The array that a member is.
         *
         * @throws TypeDataException when it is none that a node can have
         */
        static Words of(StructLayout node, String path) {
            Member member = node.member(path);
            if (!(member.type() instanceof Type.Array array)
                    || array.count() < 1
                    || array.count() > MOST_SLOTS
                    || member.offset() + array.count() * Long.BYTES > LARGEST_NODE) {
                throw new TypeDataException(path + " of " + node.type().declaration() + " is no array of a node's");
            }
            return new Words((int) member.offset(), (int) array.count());
        }

        /** The first byte behind it. */
        int end() {
            return offset + count * Long.BYTES;
        }
    }

    /**
     * Reads a node.
     *
     * @param size how many bytes of it
     * @throws dev.xmdb.target.memory.MemoryFaultException when one of them is not there
     */
    static NodeBytes read(AddressSpace memory, long address, int size) {
        byte[] bytes = new byte[size];
        memory.read(address, bytes, 0, size);
        return new NodeBytes(bytes);
    }

    /** A word of an array. */
    long word(Words array, int index) {
        return (long) LONG.get(bytes, array.offset() + index * Long.BYTES);
    }

    /** A byte. */
    int octet(int offset) {
        return Byte.toUnsignedInt(bytes[offset]);
    }
}
