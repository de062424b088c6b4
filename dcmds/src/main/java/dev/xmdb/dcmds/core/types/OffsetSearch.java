package dev.xmdb.dcmds.core.types;

import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.Optional;

/** The member at an offset. */
final class OffsetSearch {
    private static final int DEEPEST = 64;

    private OffsetSearch() {}

    /**
     * Finds the outermost member that begins at an offset, or else the innermost one that holds it.
     *
     * @param start a structure or an array
     * @param offset bytes from its beginning
     * @param path takes the steps to the member: {@code p_user}, {@code .u_comm}, {@code [3]}
     */
    static Optional<TypedPlace> find(Types types, TypedPlace start, long offset, List<String> path) {
        TypedPlace place = start;
        long rest = offset;
        for (int level = 0; level < DEEPEST; level++) {
            long within = rest;
            switch (types.complete(place.type())) {
                case Type.Aggregate aggregate -> {
                    Optional<Type.Field> found = aggregate.fields().stream()
                            .filter(field -> holds(types, field, within))
                            .findFirst();
                    if (found.isEmpty()) {
                        return level == 0 ? Optional.empty() : Optional.of(place);
                    }
                    Type.Field field = found.get();
                    place = place.member(field);
                    rest -= field.bitOffset() / Byte.SIZE;
                    if (!field.name().isEmpty()) {
                        path.add(path.isEmpty() ? field.name() : "." + field.name());
                    }
                }
                case Type.Array array -> {
                    long size = types.complete(array.element().type()).size();
                    if (size <= 0 || within < 0 || within / size >= array.count()) {
                        return level == 0 ? Optional.empty() : Optional.of(place);
                    }
                    long index = within / size;
                    place = place.moved(index * size, array.element().type());
                    rest -= index * size;
                    path.add("[" + Layout.marked(index, 16) + "]");
                }
                default -> {
                    return level == 0 ? Optional.empty() : Optional.of(place);
                }
            }
            if (rest == 0) {
                return Optional.of(place);
            }
        }
        return Optional.of(place);
    }

    private static boolean holds(Types types, Type.Field field, long offset) {
        long first = field.bitOffset() / Byte.SIZE;
        long size = Math.max(1, types.complete(field.type()).size());
        return offset >= first && offset - first < size;
    }
}
