package dev.xmdb.target.types;

import dev.xmdb.target.memory.AddressSpace;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A structure or union whose members are looked up once and then read at any number of addresses. Thread-safe. */
public final class StructLayout {
    private final Types types;
    private final Type.Aggregate type;
    private final MemberPath paths;
    private final Map<String, Optional<Member>> members = new ConcurrentHashMap<>();

    /**
     * A layout.
     *
     * @param types where announced types are defined
     * @param type the structure or union, or a typedef of it
     * @throws TypeDataException when it has no members
     */
    public StructLayout(Types types, Type type) {
        if (!(types.complete(type) instanceof Type.Aggregate aggregate)) {
            throw new TypeDataException(type.declaration() + ": Type is not a struct or union");
        }
        this.types = types;
        this.type = aggregate;
        this.paths = new MemberPath(types);
    }

    /** The structure. */
    public Type.Aggregate type() {
        return type;
    }

    /** Its bytes. */
    public long size() {
        return type.size();
    }

    /** Whether this build of the guest has a member. */
    public boolean has(String path) {
        return find(path).isPresent();
    }

    /** A member, when this build of the guest has it. */
    public Optional<Member> find(String path) {
        return members.computeIfAbsent(path, name -> paths.compile(type, name));
    }

    /**
     * A member.
     *
     * @throws TypeDataException when there is none of that name
     */
    public Member member(String path) {
        return find(path)
                .orElseThrow(() ->
                        new TypeDataException(type.declaration() + " has no member " + path + ": Invalid member name"));
    }

    /** The layout of a member that is a structure, or that points to one. */
    StructLayout of(Member member) {
        Type inner =
                member.type() instanceof Type.Pointer pointer ? pointer.target().type() : member.type();
        return new StructLayout(types, inner);
    }

    /** The structure at an address. */
    public StructView at(AddressSpace memory, long address) {
        return new StructView(this, memory, address);
    }
}
