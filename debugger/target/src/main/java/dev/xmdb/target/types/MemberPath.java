package dev.xmdb.target.types;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows a path of member names and indices into a structure: {@code tq_thr._tq_thread}, {@code t_pcb.val[1]}. */
final class MemberPath {
    private static final Pattern STEP = Pattern.compile("\\.?([A-Za-z_$][A-Za-z0-9_$]*)|\\[(\\d{1,9})]");
    /** Anonymous structures inside each other. */
    private static final int MAX_NESTING = 16;

    private final Types types;

    /** What was found: where, and which type it was declared with; the width where the declaration gives one. */
    private record Place(long bitOffset, int bitWidth, Type type) {
        static Place of(Type.Field field) {
            return new Place(field.bitOffset(), field.bitWidth(), field.type());
        }

        Place moved(long bits) {
            return new Place(bitOffset + bits, bitWidth, type);
        }
    }

    MemberPath(Types types) {
        this.types = types;
    }

    Optional<Member> compile(Type start, String path) {
        Optional<Place> place = Optional.of(new Place(0, 0, start));
        Matcher step = STEP.matcher(path);
        int end = 0;
        while (place.isPresent() && step.lookingAt()) {
            Place from = place.get();
            Type type = types.complete(from.type());
            String name = step.group(1);
            place = (name != null ? named(type, name).map(Place::of) : element(type, Long.parseLong(step.group(2))))
                    .map(found -> found.moved(from.bitOffset()));
            end = step.end();
            step.region(end, path.length());
        }
        return end == 0 || end < path.length() ? Optional.empty() : place.map(found -> member(path, found));
    }

    /** Types by identity: to compare them would mean to compare all their members. */
    private static Set<Type> newVisits() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /**
     * A member by its name, with its offset from the beginning of the type; empty when the type has none of that name. What has no name
     * is not found by that.
     */
    static Optional<Type.Field> named(Type type, String name) {
        return name.isEmpty() ? Optional.empty() : named(type, name, newVisits(), 0);
    }

    private static Optional<Type.Field> named(Type type, String name, Set<Type> visited, int nesting) {
        if (!(type instanceof Type.Aggregate aggregate) || nesting > MAX_NESTING || !visited.add(type)) {
            return Optional.empty();
        }
        for (Type.Field field : aggregate.fields()) {
            if (field.name().equals(name)) {
                return Optional.of(field);
            }
        }
        for (Type.Field field : aggregate.fields()) {
            if (field.name().isEmpty()) {
                Optional<Type.Field> inner = named(field.type().resolved(), name, visited, nesting + 1);
                if (inner.isPresent()) {
                    return inner.map(found -> found.moved(field.bitOffset()));
                }
            }
        }
        return Optional.empty();
    }

    /** The names that a member of a type has, in the order of the data. */
    static List<String> names(Type.Aggregate type) {
        var names = new ArrayList<String>();
        collect(type, names, newVisits(), 0);
        return names;
    }

    private static void collect(Type type, List<String> names, Set<Type> visited, int nesting) {
        if (!(type instanceof Type.Aggregate aggregate) || nesting > MAX_NESTING || !visited.add(type)) {
            return;
        }
        for (Type.Field field : aggregate.fields()) {
            if (field.name().isEmpty()) {
                collect(field.type().resolved(), names, visited, nesting + 1);
            } else {
                names.add(field.name());
            }
        }
    }

    private Optional<Place> element(Type type, long index) {
        if (!(type instanceof Type.Array array)) {
            return Optional.empty();
        }
        Type element = types.complete(array.element().type());
        long size = Math.min(element.size(), Integer.MAX_VALUE);
        return Optional.of(new Place(index * size * Byte.SIZE, 0, element));
    }

    private Member member(String path, Place place) {
        Type type = types.complete(place.type());
        long width = Math.min(type.size(), Long.MAX_VALUE / Byte.SIZE) * Byte.SIZE;
        return switch (type) {
            case Type.Whole whole
            when place.bitWidth() > 0 -> new Member(path, place.bitOffset(), place.bitWidth(), whole.signed(), type);
            case Type.Whole whole ->
                new Member(
                        path,
                        place.bitOffset() + whole.bitOffset(),
                        Math.min(whole.bits(), width),
                        whole.signed(),
                        type);
            case Type.Enumeration _
            when place.bitWidth() > 0 -> new Member(path, place.bitOffset(), place.bitWidth(), false, type);
            case Type.Enumeration _ -> new Member(path, place.bitOffset(), width, true, type);
            default -> new Member(path, place.bitOffset(), width, false, type);
        };
    }
}
