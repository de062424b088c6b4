package dev.xmdb.sim.solaris.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A C type as a declaration names it.
 *
 * @param base {@code int}, {@code struct cpu}, {@code kthread_t}
 * @param pointers number of stars
 * @param dimensions array lengths, outermost first; empty for no array
 * @param bits width of a bit-field, or 0
 */
public record TypeName(String base, int pointers, List<Integer> dimensions, int bits) {
    private static final Pattern DIMENSION = Pattern.compile("\\[(\\d+)]");

    /** A plain type without arrays and bit-fields: {@code struct cpu *}. */
    public static TypeName of(String text) {
        String base = text.replace("*", "").strip();
        return new TypeName(base, (int) text.chars().filter(each -> each == '*').count(), List.of(), 0);
    }

    /** An array of this type, with lengths as in {@code [4][2]}; this type when there are none. */
    public TypeName array(String lengths) {
        List<Integer> parsed = new ArrayList<>();
        Matcher matcher = DIMENSION.matcher(lengths);
        while (matcher.find()) {
            parsed.add(Integer.valueOf(matcher.group(1)));
        }
        return new TypeName(base, pointers, List.copyOf(parsed), bits);
    }

    /** A bit-field of this type; width 0 for none. */
    TypeName field(int width) {
        return new TypeName(base, pointers, dimensions, width);
    }

    /** The type of an array's elements, one dimension less. */
    public TypeName element() {
        return new TypeName(base, pointers, dimensions.subList(1, dimensions.size()), 0);
    }

    /** What a pointer of this type points to. */
    public TypeName target() {
        return new TypeName(base, pointers - 1, List.of(), 0);
    }

    /** A pointer to this type, which is neither array nor bit-field. */
    public TypeName pointer() {
        return new TypeName(base, pointers + 1, List.of(), 0);
    }
}
