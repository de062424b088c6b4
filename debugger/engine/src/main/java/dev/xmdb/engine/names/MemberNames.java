package dev.xmdb.engine.names;

import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Members that a path which somebody types may go on with: {@code p_user.u_}, {@code p_as->}, {@code cpu_m[2].}. */
public final class MemberNames {
    private static final Pattern STEP = Pattern.compile("(?:\\.|->)?([A-Za-z_$][A-Za-z0-9_$]*)|\\[[^]]*]");
    private static final Pattern LAST = Pattern.compile("(.*(?:\\.|->)|)([A-Za-z_$][A-Za-z0-9_$]*)?");

    private final Types types;

    /**
     * A path with one member more.
     *
     * @param path the whole path
     * @param type the member's type as C declares it
     * @param ends whether nothing can follow it: it has no members, and does not point to any
     */
    public record Continued(String path, String type, boolean ends) {}

    /** Members of a guest's types. */
    public MemberNames(Types types) {
        this.types = types;
    }

    /**
     * What a path may go on with.
     *
     * @param start the type that the path begins at
     * @param path what is typed of it; may be empty
     */
    public List<Continued> continuing(Type start, String path) {
        Matcher last = LAST.matcher(path);
        if (!last.matches()) {
            return List.of();
        }
        String before = last.group(1);
        String begun = last.group(2) == null ? "" : last.group(2);
        Optional<Type.Aggregate> inside = aggregate(start, before);
        if (inside.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<Continued>();
        for (String name : inside.get().memberNames()) {
            if (name.startsWith(begun)) {
                Type type = inside.get().field(name).orElseThrow().type();
                found.add(new Continued(
                        before + name, type.declaration(), pointed(type).isEmpty()));
            }
        }
        return found;
    }

    private Optional<Type.Aggregate> aggregate(Type start, String path) {
        Matcher step = STEP.matcher(path);
        Optional<Type> at = Optional.of(start);
        int end = 0;
        while (at.isPresent() && step.lookingAt()) {
            String name = step.group(1);
            Type from = at.get();
            at = name == null
                    ? element(from)
                    : pointed(from).flatMap(inside -> inside.field(name)).map(Type.Field::type);
            end = step.end();
            step.region(end, path.length());
        }
        String rest = path.substring(end);
        return rest.isEmpty() || rest.equals(".") || rest.equals("->") ? at.flatMap(this::pointed) : Optional.empty();
    }

    private Optional<Type> element(Type type) {
        return switch (types.complete(type)) {
            case Type.Array array -> Optional.of(array.element().type());
            case Type.Pointer pointer -> Optional.of(pointer.target().type());
            default -> Optional.empty();
        };
    }

    /** The structure or union that a type is, or that it points to. */
    private Optional<Type.Aggregate> pointed(Type type) {
        Type complete = types.complete(type);
        Type inside = complete instanceof Type.Pointer pointer
                ? types.complete(pointer.target().type())
                : complete;
        return inside instanceof Type.Aggregate aggregate ? Optional.of(aggregate) : Optional.empty();
    }
}
