package dev.xmdb.target.types;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name of a type as somebody types it: {@code struct proc}, {@code kthread_t *}, {@code unsigned long long}. Arrays and functions
 * have no such name.
 *
 * @param tag the keyword's family; empty when there is no keyword
 * @param name the bare name, blanks folded
 * @param stars how many pointers lead to it
 */
public record TypeName(Optional<Tag> tag, String name, int stars) {
    private static final Set<String> IGNORED =
            Set.of("static", "volatile", "auto", "extern", "const", "register", "restrict", "_Restrict");

    private static final Set<String> BASIC = Set.of("signed", "unsigned", "int", "long", "short", "char");

    /** Takes a typed name apart; empty when nothing remains that could name a type. */
    public static Optional<TypeName> parse(String text) {
        int firstStar = text.indexOf('*');
        String stars = firstStar < 0 ? "" : text.substring(firstStar);
        int count = 0;
        for (String rest : stars.replace("*", " * ").strip().split("\\s+", -1)) {
            if (rest.equals("*")) {
                count++;
            } else if (!rest.isEmpty() && !IGNORED.contains(rest)) {
                return Optional.empty();
            }
        }
        var words = new ArrayList<>(Arrays.asList(
                (firstStar < 0 ? text : text.substring(0, firstStar)).strip().split("\\s+", -1)));
        words.removeIf(word -> word.isEmpty() || IGNORED.contains(word));
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Optional<Tag> tag = words.size() > 1 ? tag(words.getFirst()) : Optional.empty();
        List<String> name = tag.isPresent() ? words.subList(1, words.size()) : words;
        return Optional.of(new TypeName(tag, String.join(" ", name), count));
    }

    private static Optional<Tag> tag(String word) {
        return Arrays.stream(Tag.values())
                .filter(tag -> tag.keyword().equals(word))
                .findFirst();
    }

    /**
     * How a bare name may be spelled in type data, itself first: C's own types have several names, and compilers write different ones
     * ({@code unsigned long}, {@code long unsigned int}).
     */
    public static List<String> spellings(String name) {
        List<String> words = Arrays.asList(name.split(" ", -1));
        if (!BASIC.containsAll(words)) {
            return List.of(name);
        }
        boolean unsigned = words.contains("unsigned");
        String size = words.stream()
                .filter(word -> word.equals("long") || word.equals("short") || word.equals("char"))
                .collect(Collectors.joining(" "));
        if (size.equals("char")) {
            return distinct(name, unsigned ? "unsigned char" : words.contains("signed") ? "signed char" : "char");
        }
        if (size.isEmpty()) {
            return unsigned ? distinct(name, "unsigned int", "unsigned") : distinct(name, "int");
        }
        return distinct(name, (unsigned ? "unsigned " : "") + size, size + (unsigned ? " unsigned int" : " int"));
    }

    private static List<String> distinct(String... names) {
        return Arrays.stream(names).distinct().toList();
    }

    /** The type that this name means when its bare name means some type. */
    Type pointing(Type base, int wordSize) {
        Type type = base;
        for (int star = 0; star < Math.min(stars, Type.MAX_CHAIN); star++) {
            type = new Type.Pointer(wordSize, TypeLink.to(type));
        }
        return type;
    }
}
