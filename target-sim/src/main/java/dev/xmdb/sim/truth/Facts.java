package dev.xmdb.sim.truth;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Facts about one thing, to be read: the way back from what {@link DomainTruth} collects.
 *
 * @param values facts by name
 */
public record Facts(Map<String, Object> values) {
    private static final int HEX = 16;

    /** Facts about several things; none when nothing is told of them. */
    @SuppressWarnings("unchecked") // The tree has no types, like the file it becomes.
    public List<Facts> list(String name) {
        List<Map<String, Object>> list = (List<Map<String, Object>>) values.getOrDefault(name, List.of());
        return list.stream().map(Facts::new).toList();
    }

    /** Facts about the one thing of a name. */
    @SuppressWarnings("unchecked") // The tree has no types, like the file it becomes.
    public Facts one(String name) {
        return new Facts((Map<String, Object>) fact(name));
    }

    /** Whether something is told. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A number, or an address. */
    public long number(String name) {
        return number(fact(name));
    }

    /** A list of numbers or addresses; empty when it is not told. */
    public List<Long> numbers(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(Facts::number).toList()
                : List.of();
    }

    /** A table of numbers or addresses, row by row; empty when it is not told. */
    public List<List<Long>> rows(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream()
                        .map(row -> ((List<?>) row).stream().map(Facts::number).toList())
                        .toList()
                : List.of();
    }

    /** A text. */
    public String text(String name) {
        return String.valueOf(fact(name));
    }

    /** A truth value. */
    public boolean truth(String name) {
        return (Boolean) fact(name);
    }

    private Object fact(String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no fact '" + name + "' among " + values.keySet()));
    }

    private static long number(Object value) {
        String text = String.valueOf(value);
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), HEX) : Long.parseLong(text);
    }
}
