package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.eval.Numbers;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.Types;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows a path of members from a value: {@code t_procp->p_user.u_comm}, {@code cpu_m[2]}, {@code [1..3]}. Pointers on the way are read;
 * a path that begins without a delimiter begins with the one that fits the value.
 */
final class MemberChase {
    private static final Pattern RANGE = Pattern.compile("(.*[^.-]) *(?:\\.\\.|-) *([^.-].*)");

    private final Invocation in;
    private final Types types;
    private final AddressSpace pointed;
    private final String path;
    private int at;
    private TypedPlace place;
    private boolean member;
    private boolean pointedAtFirst;

    /**
     * Where a path led.
     *
     * @param place the value
     * @param pointedAtFirst whether the last step was {@code [0]} on a member that is a pointer
     */
    record End(TypedPlace place, boolean pointedAtFirst) {}

    private MemberChase(Invocation in, AddressSpace pointed, TypedPlace start, String path) {
        this.in = in;
        this.types = in.session().types();
        this.pointed = pointed;
        this.place = start;
        this.path = path;
    }

    /**
     * Follows a path.
     *
     * @param pointed the memory that pointers point into
     * @param start where the path begins
     * @throws MisnamedException when the types on the way have no such members
     * @throws DcmdException when a pointer on the way cannot be read
     */
    static End follow(Invocation in, AddressSpace pointed, TypedPlace start, String path) {
        var chase = new MemberChase(in, pointed, start, path);
        chase.run();
        return new End(chase.place, chase.pointedAtFirst);
    }

    private Type here() {
        return types.complete(place.type());
    }

    private static String name(Type type) {
        return SingleLine.of(type.declaration());
    }

    private void run() {
        if (path.startsWith(".") || path.startsWith("[") || path.startsWith("->")) {
            step();
        } else if (here() instanceof Type.Pointer) {
            arrow();
        } else {
            dot();
        }
        while (at < path.length()) {
            step();
        }
    }

    private void step() {
        if (path.startsWith("->", at)) {
            at += 2;
            arrow();
        } else if (path.startsWith(".", at)) {
            at++;
            dot();
        } else if (path.startsWith("[", at)) {
            at++;
            index();
        } else {
            throw new MisnamedException("'" + path.charAt(at) + "' is not a valid delimiter");
        }
    }

    private void arrow() {
        if (!(here() instanceof Type.Pointer pointer)) {
            throw new MisnamedException(name(place.type()) + " is not a pointer type");
        }
        dereference(pointer);
        dot();
    }

    private void dereference(Type.Pointer pointer) {
        try {
            AddressSpace from = place.memory();
            long target = pointer.size() == Integer.BYTES
                    ? Integer.toUnsignedLong(from.readInt(place.address()))
                    : from.readLong(place.address());
            place = TypedPlace.of(pointed, target, pointer.target().type());
        } catch (MemoryFaultException fault) {
            throw new DcmdException(String.format(
                    Locale.ROOT,
                    "could not dereference pointer %x: no mapping for address (%s)",
                    place.address(),
                    fault.reason()));
        }
    }

    private void dot() {
        Type type = here();
        if (!(type instanceof Type.Aggregate aggregate)) {
            throw new MisnamedException(name(place.type()) + " is not a struct or union type");
        }
        int end = at + 1;
        while (end < path.length() && isNamePart(path.charAt(end))) {
            end++;
        }
        String sought = path.substring(Math.min(at, path.length()), Math.min(end, path.length()));
        Type.Field field = aggregate
                .field(sought)
                .orElseThrow(() -> new MisnamedException(
                        "failed to find member " + (sought.isEmpty() ? "\"\"" : sought) + " of " + name(place.type())
                                + ": no such member of structure or union",
                        () -> Suggestions.member(types, aggregate, sought)));
        place = place.member(field);
        at = end;
        member = true;
        pointedAtFirst = false;
    }

    private static boolean isNamePart(char c) {
        return c == '_' || c == '$' || (c < 0x80 && Character.isLetterOrDigit(c));
    }

    private void index() {
        int end = path.indexOf(']', at);
        if (end < 0) {
            throw new MisnamedException("no trailing ']'");
        }
        String text = path.substring(at, end);
        Matcher several = RANGE.matcher(text);
        boolean range = several.matches();
        long first = number(range ? several.group(1) : text);
        long last = range ? number(several.group(2)) : first;
        if (Long.compareUnsigned(last, first) < 0) {
            throw new MisnamedException("the range [" + text + "] ends before it begins");
        }
        at = end + 1;
        Type element;
        switch (here()) {
            case Type.Pointer pointer -> {
                dereference(pointer);
                element = place.type();
                pointedAtFirst = last == 0 && member;
            }
            case Type.Array array -> {
                if (Long.compareUnsigned(last, array.count()) >= 0) {
                    in.warn("index " + in.session().number(last) + " is outside of array bounds [0 .. "
                            + in.session().number(array.count() - 1) + "]");
                }
                element = array.element().type();
                pointedAtFirst = false;
            }
            default -> throw new MisnamedException("cannot index into non-array, non-pointer type");
        }
        long size = types.complete(element).size();
        if (size <= 0) {
            throw new MisnamedException("cannot dereference void type");
        }
        place = place.moved(first * size, range ? new Type.Array(TypeLink.to(element), last - first + 1, 0) : element);
    }

    private long number(String text) {
        return Numbers.parse(text.strip(), in.session().radix());
    }
}
