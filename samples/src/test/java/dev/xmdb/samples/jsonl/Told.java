package dev.xmdb.samples.jsonl;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words that an object's values may be shown as. */
final class Told {
    private static final int LONG = 4;
    private final Set<String> words = new HashSet<>();
    private final StringBuilder texts = new StringBuilder();

    Told(Map<String, @Nullable Object> object) {
        add(object);
    }

    /** Whether a word is one of them; a long one may also be a part of a text, forwards or, as bytes, backwards. */
    boolean has(String word) {
        return words.contains(normal(word))
                || words.contains(normal(word.toLowerCase(Locale.ROOT)))
                || (word.length() >= LONG && (texts.indexOf(word) >= 0 || texts.indexOf(backwards(word)) >= 0));
    }

    private static String backwards(String bytes) {
        if (!bytes.matches("([0-9a-f]{2})+")) {
            return bytes;
        }
        var turned = new StringBuilder();
        for (int at = bytes.length() - 2; at >= 0; at -= 2) {
            turned.append(bytes, at, at + 2);
        }
        return turned.toString();
    }

    /** A word without what does not count: base marks, leading zeros. */
    static String normal(String word) {
        String bare = word.replaceFirst("^0[xt]", "").replaceFirst("^0+(?=[0-9a-f])", "");
        return bare.replaceFirst("[.]+$", "");
    }

    /** A number of bytes in larger units, and one of nanoseconds in seconds. */
    private void units(long number) {
        words.add(number + "B");
        String letters = "KMG";
        for (int unit = 1; unit <= letters.length(); unit++) {
            long size = number >> (10 * unit);
            words.add(Long.toString(size));
            words.add(Long.toString(size) + letters.charAt(unit - 1));
            words.add(Long.toString(size) + Character.toLowerCase(letters.charAt(unit - 1)));
        }
        long size = Math.abs(number);
        words.add(normal(String.format(Locale.ROOT, "%d.%06d", size / 1_000_000_000, size % 1_000_000_000 / 1000)));
    }

    private void time(long seconds) {
        var shown = DateTimeFormatter.ofPattern("uuuu dd HH mm ss", Locale.ROOT)
                .format(Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault()));
        for (String word : shown.split(" ", -1)) {
            words.add(normal(word));
        }
    }

    private void add(@Nullable Object value) {
        switch (value) {
            case Long number -> {
                words.add(normal(Long.toString(Math.abs(number))));
                words.add(Long.toUnsignedString(number));
                words.add(Long.toHexString(number));
                words.add(Long.toHexString(-number));
                words.add(Long.toOctalString(number));
                units(number);
            }
            case BigInteger number -> {
                words.add(number.toString());
                words.add(number.toString(16));
                words.add(number.toString(8));
            }
            case Boolean ignored -> words.addAll(List.of("0", "1"));
            case String text -> {
                texts.append(text).append('\n');
                for (String word : text.split("[^A-Za-z0-9_.`]+", -1)) {
                    words.add(normal(word));
                    words.addAll(List.of(word.split("[.]", -1)));
                }
                if (text.matches("0x[0-9a-f]{1,16}")) {
                    words.add(Long.toUnsignedString(Long.parseUnsignedLong(text.substring(2), 16)));
                }
            }
            case List<?> many -> many.forEach(this::add);
            case Map<?, ?> object ->
                object.forEach((key, member) -> {
                    words.addAll(List.of(String.valueOf(key).split("_", -1)));
                    words.add(String.valueOf(key));
                    if ((key.equals("timestamp") || (key.equals("value") && "time_t".equals(object.get("type"))))
                            && member instanceof Long seconds) {
                        time(seconds);
                    }
                    add(member);
                });
            case null -> words.add("0");
            default -> {}
        }
    }
}
