package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.target.types.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The names of an enumeration's values. One whose values are all single bits names combinations of them. */
final class EnumNames {
    private final Type.Enumeration type;
    private final String prefix;
    private final boolean flags;

    EnumNames(Type.Enumeration type) {
        this.type = type;
        this.prefix = prefix(type);
        this.flags = type.enumerators().stream().allMatch(each -> Long.bitCount(each.value()) <= 1)
                && type.enumerators().stream().anyMatch(each -> each.value() != 0);
    }

    /** What all names begin with; one character less when it would be the whole of a name that occurs twice. */
    private static String prefix(Type.Enumeration type) {
        String common = null;
        for (Type.Enumerator each : type.enumerators()) {
            String name = each.name();
            if (common == null) {
                common = name;
                continue;
            }
            int same = 0;
            while (same < Math.min(common.length(), name.length()) && common.charAt(same) == name.charAt(same)) {
                same++;
            }
            boolean whole = same > 0 && same == common.length() && same == name.length();
            common = common.substring(0, whole ? same - 1 : same);
        }
        return common == null ? "" : common;
    }

    /** Whether every value is a single bit or 0. */
    boolean areFlags() {
        return flags;
    }

    /** A name without what all names begin with. */
    String withoutPrefix(String name) {
        return name.length() > prefix.length() ? name.substring(prefix.length()) : name;
    }

    /** A value's name, or those of its bits: {@code SOBJ_CV}, {@code PFX_{A|B}}; {@code ???} when it has none. */
    String of(long value) {
        return SingleLine.of(
                flags ? combination(value, false) : type.nameOf(value).orElse("???"));
    }

    /**
     * The names of a value's bits, and the rest as a number.
     *
     * @param bare whether all names go without what they have in common
     */
    String combination(long value, boolean bare) {
        var seen = new HashSet<Long>();
        var names = new ArrayList<String>();
        long rest = value;
        for (Type.Enumerator each : type.enumerators()) {
            if (seen.add(each.value()) && (value & each.value()) != 0) {
                names.add(each.name());
                rest &= ~each.value();
            }
        }
        String number = rest == 0 ? "0" : "0x" + Long.toHexString(rest);
        if (names.isEmpty()) {
            return number;
        }
        return joined(names, bare) + (rest == 0 ? "" : "|" + number);
    }

    private String joined(List<String> names, boolean bare) {
        List<String> ends = names.stream().map(this::withoutPrefix).toList();
        if (bare || prefix.isEmpty()) {
            return String.join("|", ends);
        }
        return names.size() == 1 ? names.getFirst() : prefix + "{" + String.join("|", ends) + "}";
    }
}
