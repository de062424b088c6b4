package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Where in a structure there are locks, by its type. */
final class LockMembers {
    private static final int DEEPEST = 6;
    private static final int MOST_ELEMENTS = 64;
    private static final int MOST_LOCKS = 256;

    private final Types types;
    private final IdentityHashMap<Type, List<Place>> known = new IdentityHashMap<>();

    /**
     * A lock in a structure.
     *
     * @param offset bytes from the structure's beginning
     * @param kind what it is
     */
    record Place(long offset, LockKind kind) {}

    LockMembers(Types types) {
        this.types = types;
    }

    /** The locks in a type; none in one that is no structure and no lock. */
    List<Place> of(Type type) {
        List<Place> places = known.get(type);
        if (places == null) {
            var found = new ArrayList<Place>();
            collect(type, 0, 0, found);
            places = List.copyOf(found);
            known.put(type, places);
        }
        return places;
    }

    private void collect(Type type, long offset, int depth, List<Place> found) {
        if (depth > DEEPEST || found.size() >= MOST_LOCKS) {
            return;
        }
        switch (types.complete(type)) {
            case Type.Aggregate lock when lock.name().equals("mutex") -> found.add(new Place(offset, LockKind.MUTEX));
            case Type.Aggregate lock
            when lock.name().equals("_krwlock") -> found.add(new Place(offset, LockKind.RWLOCK));
            case Type.Aggregate structure ->
                structure
                        .fields()
                        .forEach(field ->
                                collect(field.type(), offset + field.bitOffset() / Byte.SIZE, depth + 1, found));
            case Type.Array array -> {
                Type element = array.element().type();
                for (long i = 0; i < Math.min(array.count(), MOST_ELEMENTS); i++) {
                    collect(element, offset + i * element.size(), depth + 1, found);
                }
            }
            default -> {}
        }
    }
}
