package dev.xmdb.target.search;

import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/** Matches in the order in which they were found. */
final class Hits {
    private final LongArrayList addresses = new LongArrayList(0);
    private final IntArrayList lengths = new IntArrayList(0);

    void add(long address, int length) {
        addresses.add(address);
        lengths.add(length);
    }

    int size() {
        return addresses.size();
    }

    long address(int index) {
        return addresses.get(index);
    }

    int length(int index) {
        return lengths.get(index);
    }
}
