package dev.xmdb.sim.solaris.layout;

import dev.xmdb.sim.solaris.layout.Definition.Aggregate;
import dev.xmdb.sim.solaris.layout.Definition.Alias;
import dev.xmdb.sim.solaris.layout.Definition.Enumeration;
import dev.xmdb.sim.solaris.layout.Definition.Member;
import dev.xmdb.sim.solaris.layout.Definition.Procedure;
import dev.xmdb.sim.solaris.layout.Definition.Whole;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The structures of one kernel build, as tables of named offsets. */
public final class Layouts {
    private static final int POINTER = 8;
    private static final int ENUMERATION = 4;

    private final Map<String, Definition> definitions = new LinkedHashMap<>();

    Layouts(Collection<Definition> all) {
        all.forEach(each -> definitions.put(each.name(), each));
    }

    /** The 64-bit layouts of a kernel of 2009: the ones that the simulated kernels have. */
    public static Layouts ref09() {
        return LayoutReader.read("ref09.layout");
    }

    /** Every definition, in the order of the table. */
    public Collection<Definition> definitions() {
        return definitions.values();
    }

    /** A definition by name, or null. */
    public @Nullable Definition find(String name) {
        return definitions.get(name);
    }

    /** A struct or union by the name of itself or of an alias. */
    public Aggregate aggregate(String name) {
        return switch (definitions.get(name)) {
            case Aggregate aggregate -> aggregate;
            case Alias alias -> aggregate(alias.target().base());
            case null, default -> throw new IllegalArgumentException("no layout for " + name);
        };
    }

    /** Size of a struct or union in bytes. */
    public int size(String name) {
        return aggregate(name).size();
    }

    /** Size of a type in bytes. */
    public int size(TypeName type) {
        if (!type.dimensions().isEmpty()) {
            return type.dimensions().getFirst() * size(type.element());
        }
        if (type.pointers() > 0) {
            return POINTER;
        }
        return switch (definitions.get(type.base())) {
            case Whole whole -> whole.size();
            case Alias alias -> size(alias.target());
            case Procedure _ -> 0;
            case Enumeration _ -> ENUMERATION;
            case Aggregate aggregate -> aggregate.size();
            case null -> throw new IllegalArgumentException("no layout for " + type.base());
        };
    }

    /**
     * Where a member is.
     *
     * @param offset bytes from the start of the structure
     * @param bit the first bit of a bit-field in the byte there
     */
    public record Place(int offset, int bit, TypeName type) {}

    /** Resolves a path of members, {@code p_user.u_comm}. */
    public Place place(String structure, String path) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        for (Member member : aggregate(structure).members()) {
            if (member.name().equals(first)) {
                int offset = member.bit() / Byte.SIZE;
                if (dot < 0) {
                    return new Place(offset, member.bit() % Byte.SIZE, member.type());
                }
                Place inner = place(member.type().base(), path.substring(dot + 1));
                return new Place(offset + inner.offset(), inner.bit(), inner.type());
            }
        }
        throw new IllegalArgumentException(structure + " has no member " + first);
    }

    /** Offset of a member in bytes. */
    public int offset(String structure, String path) {
        return place(structure, path).offset();
    }
}
