package dev.xmdb.sim.ctf;

import dev.xmdb.sim.solaris.layout.Definition;
import dev.xmdb.sim.solaris.layout.Definition.Aggregate;
import dev.xmdb.sim.solaris.layout.Definition.Alias;
import dev.xmdb.sim.solaris.layout.Definition.Enumeration;
import dev.xmdb.sim.solaris.layout.Definition.Member;
import dev.xmdb.sim.solaris.layout.Definition.Procedure;
import dev.xmdb.sim.solaris.layout.Definition.Whole;
import dev.xmdb.sim.solaris.layout.Layouts;
import dev.xmdb.sim.solaris.layout.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The type section of one CTF container: gives every type that is asked for an id, and writes the records of all of them. A child
 * container uses its parent's ids for what the parent has.
 */
public final class CtfTypes {
    private static final int INTEGER = 1;
    private static final int POINTER = 3;
    private static final int ARRAY = 4;
    private static final int FUNCTION = 5;
    private static final int STRUCT = 6;
    private static final int UNION = 7;
    private static final int ENUM = 8;
    private static final int FORWARD = 9;
    private static final int TYPEDEF = 10;
    private static final int ROOT = 1 << 10;
    private static final int KIND_SHIFT = 11;
    private static final int CHILD = 0x8000;
    private static final TypeName INDEX = TypeName.of("long");

    private final Layouts layouts;
    private final String module;
    private final @Nullable CtfTypes parent;
    private final CtfStrings strings;
    private final Map<TypeName, Integer> ids = new HashMap<>();
    private final List<Supplier<ByteSink>> records = new ArrayList<>();

    /**
     * Starts a container with everything that a module defines.
     *
     * @param layouts the definitions
     * @param module whose
     * @param parent the parent container, or null for one that stands alone
     * @param strings takes the names
     */
    CtfTypes(Layouts layouts, String module, @Nullable CtfTypes parent, CtfStrings strings) {
        this.layouts = layouts;
        this.module = module;
        this.parent = parent;
        this.strings = strings;
        for (Definition each : layouts.definitions()) {
            if (each.module().equals(module)) {
                id(TypeName.of(each.name()));
                if (each instanceof Aggregate) {
                    id(TypeName.of(each.name()).pointer());
                }
            }
        }
    }

    /** The id of a type, in this container or its parent. */
    int id(TypeName type) {
        Integer known = find(type);
        return known != null ? known : add(type);
    }

    private @Nullable Integer find(TypeName type) {
        Integer own = ids.get(type);
        return own == null && parent != null ? parent.find(type) : own;
    }

    private int add(TypeName type) {
        records.add(ByteSink::new);
        int place = records.size();
        int id = parent == null ? place : place | CHILD;
        ids.put(type, id);
        records.set(place - 1, record(type));
        return id;
    }

    /** What writes the record of a type; the ids it refers to are taken now. */
    private Supplier<ByteSink> record(TypeName type) {
        if (type.bits() > 0) {
            Whole whole = (Whole) definition(type.base());
            return () -> integer(whole, type.bits());
        }
        if (!type.dimensions().isEmpty()) {
            int element = id(type.element());
            int index = id(INDEX);
            return () -> head("", ARRAY, 0, 0, false)
                    .u16(element)
                    .u16(index)
                    .u32(type.dimensions().getFirst());
        }
        if (type.pointers() > 0) {
            int target = id(type.target());
            return () -> head("", POINTER, 0, target, false);
        }
        return switch (layouts.find(type.base())) {
            case Whole whole -> () -> integer(whole, whole.size() * Byte.SIZE);
            case Alias alias -> {
                int target = id(alias.target());
                yield () -> head(alias.name(), TYPEDEF, 0, target, true);
            }
            case Procedure procedure -> {
                int result = id(procedure.result());
                yield () -> head("", FUNCTION, 0, result, false);
            }
            case Enumeration enumeration -> () -> enumeration(enumeration);
            case Aggregate aggregate -> {
                List<Integer> members = aggregate.members().stream()
                        .map(each -> id(each.type()))
                        .toList();
                yield () -> aggregate(aggregate, members);
            }
            case null -> {
                int kind = type.base().startsWith("union ") ? UNION : STRUCT;
                yield () -> head(tag(type.base()), FORWARD, 0, kind, true);
            }
        };
    }

    private Definition definition(String name) {
        return switch (layouts.find(name)) {
            case Alias alias -> definition(alias.target().base());
            case Definition found -> found;
            case null -> throw new IllegalArgumentException(module + " has no type " + name);
        };
    }

    private static String tag(String name) {
        return name.substring(name.indexOf(' ') + 1);
    }

    private ByteSink head(String name, int kind, int variants, int sizeOrType, boolean root) {
        return new ByteSink()
                .u32(strings.reference(name))
                .u16((kind << KIND_SHIFT) | (root ? ROOT : 0) | variants)
                .u16(sizeOrType);
    }

    private ByteSink integer(Whole whole, int bits) {
        boolean field = bits != whole.size() * Byte.SIZE;
        return head(whole.name(), INTEGER, 0, whole.size(), !field).u32((whole.encoding() << 24) | bits);
    }

    private ByteSink enumeration(Enumeration enumeration) {
        int count = enumeration.constants().size();
        ByteSink sink = head(tag(enumeration.name()), ENUM, count, Integer.BYTES, true);
        enumeration
                .constants()
                .forEach(each -> sink.u32(strings.reference(each.name())).u32(each.value()));
        return sink;
    }

    private ByteSink aggregate(Aggregate aggregate, List<Integer> types) {
        int kind = aggregate.isUnion() ? UNION : STRUCT;
        ByteSink sink = head(tag(aggregate.name()), kind, types.size(), aggregate.size(), true);
        for (int index = 0; index < types.size(); index++) {
            Member member = aggregate.members().get(index);
            sink.u32(strings.reference(member.name())).u16(types.get(index)).u16(member.bit());
        }
        return sink;
    }

    /** The largest id, or 0 when there is none. */
    int lastId() {
        int last = records.size();
        return parent == null || last == 0 ? last : last | CHILD;
    }

    /** The records, in the order of their ids. */
    byte[] bytes() {
        ByteSink all = new ByteSink();
        records.forEach(each -> all.bytes(each.get().toByteArray()));
        return all.toByteArray();
    }
}
