package dev.xmdb.dcmds.core.types;

import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** A member as the value that a conversion of {@code ::printf} takes. */
record MemberValue(Invocation in, TypedPlace place) {
    private static final int LONGEST_TEXT = 1023;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /**
     * Reads it.
     *
     * @param letter the conversion
     * @throws MisnamedException when its type is not one for the conversion
     * @throws dev.xmdb.engine.DcmdException when it cannot be read
     */
    Value as(char letter) {
        Type base = in.session().types().complete(place.type());
        return switch (letter) {
            case 'a', 'A', 'p' -> pointer(base);
            case 'd', 'q', 'R' -> number(base, true);
            case 's' -> text(base);
            case 'I' -> ipv4(base);
            case 'N' -> ipv6(base);
            default -> number(base, false);
        };
    }

    private Value pointer(Type base) {
        if (!(base instanceof Type.Pointer pointer)) {
            throw new MisnamedException("expected pointer type");
        }
        long value = ScalarText.bits(place, 0, Math.clamp(pointer.size(), 1, Long.BYTES) * Byte.SIZE, false);
        return new Value.SymbolRef(value, in.out().layout().symbol(value));
    }

    private Value number(Type base, boolean signed) {
        if (base instanceof Type.Enumeration enumeration) {
            return ScalarText.quantity(constant(enumeration, signed), signed);
        }
        if (!(base instanceof Type.Whole whole)) {
            throw new MisnamedException("expected integer type");
        }
        int width = place.width() > 0 ? place.width() : whole.bits();
        if (width < 1 || width > Long.SIZE) {
            throw new MisnamedException("invalid bitfield size " + width);
        }
        int from = place.bit() + (place.width() > 0 ? 0 : whole.bitOffset());
        boolean sign = signed && whole.signed();
        return ScalarText.quantity(ScalarText.bits(place, from, width, sign), sign);
    }

    private long constant(Type.Enumeration enumeration, boolean signed) {
        boolean field = place.width() > 0;
        int width = field ? place.width() : Math.clamp(enumeration.size() * Byte.SIZE, 1, Long.SIZE);
        return ScalarText.bits(place, place.bit(), width, signed && !field);
    }

    private Value text(Type base) {
        return switch (base) {
            case Type.Enumeration enumeration -> {
                long value = constant(enumeration, true);
                yield new Value.Text(enumeration.nameOf(value).orElse("<" + value + ">"));
            }
            case Type.Pointer pointer -> {
                long at = ScalarText.bits(place, 0, Math.clamp(pointer.size(), 1, Long.BYTES) * Byte.SIZE, false);
                yield text("string at " + Long.toHexString(at), at, LONGEST_TEXT);
            }
            case Type.Array array -> {
                if (in.session().types().complete(array.element().type()).size() != 1) {
                    throw new MisnamedException("string format specifier requires an array of characters");
                }
                int limit = Math.clamp(array.count(), 0, LONGEST_TEXT);
                yield text("array at " + Long.toHexString(place.address()), place.address(), limit);
            }
            default -> throw new MisnamedException("expected pointer or array type");
        };
    }

    private Value text(String what, long at, int limit) {
        try {
            return new Value.Text(StructView.text(place.memory(), at, limit));
        } catch (MemoryFaultException fault) {
            throw Faults.failed(what, fault);
        }
    }

    private Value ipv4(Type base) {
        if (!(base instanceof Type.Whole whole) || whole.bits() != IPV4_BYTES * Byte.SIZE || place.width() > 0) {
            throw new MisnamedException("expected 32-bit integer type");
        }
        return address(IPV4_BYTES);
    }

    private Value ipv6(Type base) {
        if (base.size() != IPV6_BYTES) {
            throw new MisnamedException("requires argument of type in6_addr_t");
        }
        return address(IPV6_BYTES);
    }

    private Value address(int length) {
        var bytes = new byte[length];
        try {
            place.memory().read(place.address(), bytes, 0, length);
        } catch (MemoryFaultException fault) {
            throw Faults.failed(String.format(Locale.ROOT, "%d bytes at %x", length, place.address()), fault);
        }
        try {
            return new Value.Text(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
