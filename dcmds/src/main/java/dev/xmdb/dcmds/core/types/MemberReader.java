package dev.xmdb.dcmds.core.types;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;

/**
 * Reads one member of a type at any number of addresses.
 *
 * @param in whose types and memory it reads
 * @param type the type at each address
 * @param path the member, as {@code ::print} takes it: {@code t_procp->p_pidp}, {@code comm}
 */
public record MemberReader(Invocation in, Type type, String path) {

    /**
     * A reader for a type by its name.
     *
     * @throws DcmdException when there is no such type
     */
    public static MemberReader of(Invocation in, String type, String path) {
        Type found = TypeWords.find(in.session(), type)
                .orElseThrow(() -> new DcmdException("failed to look up type " + type + ": unknown symbol name"));
        return new MemberReader(in, found, path);
    }

    /**
     * The member's value: a number, an address for a pointer, text for an array of characters, and for anything else where it is.
     *
     * @throws MisnamedException when the types on the way have no such member
     * @throws DcmdException when it cannot be read
     */
    public Value read(long address) {
        AddressSpace memory = in.target().virtual();
        TypedPlace place = MemberChase.follow(in, memory, TypedPlace.of(memory, address, type), path)
                .place();
        return switch (in.session().types().complete(place.type())) {
            case Type.Whole whole -> ScalarText.quantity(number(place, whole), whole.signed());
            case Type.Enumeration enumeration ->
                new Value.Quantity(ScalarText.bits(
                        place,
                        place.bit(),
                        place.width() > 0 ? place.width() : Math.clamp(enumeration.size() * Byte.SIZE, 1, Long.SIZE),
                        false));
            case Type.Pointer pointer -> {
                long value = ScalarText.bits(place, 0, Math.clamp(pointer.size(), 1, Long.BYTES) * Byte.SIZE, false);
                yield new Value.SymbolRef(value, in.out().layout().symbol(value));
            }
            case Type.Array array when isText(array.element()) -> text(place, array);
            default -> new Value.Address(place.address());
        };
    }

    private static long number(TypedPlace place, Type.Whole whole) {
        int width = Math.clamp(place.width() > 0 ? place.width() : whole.bits(), 1, Long.SIZE);
        int from = place.bit() + (place.width() > 0 ? 0 : whole.bitOffset());
        return ScalarText.bits(place, from, width, whole.signed());
    }

    private boolean isText(TypeLink element) {
        return in.session().types().complete(element.type()) instanceof Type.Whole whole && whole.bits() == Byte.SIZE;
    }

    private static Value text(TypedPlace place, Type.Array array) {
        try {
            return new Value.Text(StructView.text(place.memory(), place.address(), Math.clamp(array.count(), 0, 4096)));
        } catch (MemoryFaultException fault) {
            throw Faults.failed("array at " + Long.toHexString(place.address()), fault);
        }
    }
}
