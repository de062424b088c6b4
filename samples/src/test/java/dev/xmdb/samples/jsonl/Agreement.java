package dev.xmdb.samples.jsonl;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether what a person reads in a cell is the value that a program reads under its key. */
final class Agreement {
    private static final Pattern NOTHING = Pattern.compile("-?|n/a|\\?|<NONE>");
    private static final Pattern TIME = Pattern.compile("[0-9]{4} \\w{3} [0-9]+ [0-9:]{8}");
    private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-f]{1,16}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,19}");

    private static final Pattern NOTE = Pattern.compile("(.+?)(?:, | \\(| \\[)(.*?)[])]?");
    /** Columns that have more in a cell than the value: a description, users, a state, an owner. */
    private static final Set<String> NOTED = Set.of("module_name", "module", "isr_s_", "driver_name_s_", "caller");

    private final Radix radix;
    private final String below;

    /** How a column has its numbers: one way in all of its rows. */
    enum Radix {
        /** With a sign where one is needed. */
        DECIMAL,
        /** With or without its mark. */
        HEXADECIMAL
    }

    /**
     * Agreement of the cells of a row.
     *
     * @param radix of numbers
     * @param below the lines of the row that are below its cells
     */
    Agreement(Radix radix, String below) {
        this.radix = radix;
        this.below = below;
    }

    /** Whether a cell shows a value, which may have others beside it: its symbol, its bits. */
    boolean shows(String cell, String key, Map<String, @Nullable Object> object) {
        return shows(cell, object.get(key))
                || (object.containsKey(key + "_symbol") && symbol(cell, object.get(key + "_symbol")))
                || (object.containsKey(key + "_bits") && shows(cell, object.get(key + "_bits")))
                || (NOTED.contains(key) && withNote(cell, key, object));
    }

    /** The value, and behind it words that are all told under other keys. */
    private boolean withNote(String cell, String key, Map<String, @Nullable Object> object) {
        Matcher noted = NOTE.matcher(cell);
        return noted.matches()
                && shows(noted.group(1), key, object)
                && Stream.of(noted.group(2).split("[^\\w.]+", -1)).allMatch(new Told(object)::has);
    }

    /** A symbol may be cut to a narrow column. */
    private static boolean symbol(String cell, @Nullable Object symbol) {
        return symbol instanceof String name && !cell.isEmpty() && name.startsWith(cell);
    }

    private boolean shows(String cell, @Nullable Object value) {
        return switch (value) {
            case null -> NOTHING.matcher(cell).matches();
            case Boolean truth -> cell.matches(truth ? "yes|1|[+]|>|true" : "no|0|-||false");
            case Long number -> number(cell, number);
            case BigInteger number ->
                radix == Radix.DECIMAL
                        ? cell.equals(number.toString())
                        : cell.replaceFirst("^0x", "").equals(number.toString(16));
            case String text -> text(cell, text);
            case List<?> many -> many(cell, many);
            default -> false;
        };
    }

    private boolean number(String cell, long number) {
        if (cell.startsWith("t-")) {
            return number(cell.substring(2), number);
        }
        if (cell.endsWith(":")) {
            return number(cell.substring(0, cell.length() - 1), number);
        }
        if (TIME.matcher(cell).matches()) {
            var shown = DateTimeFormatter.ofPattern("uuuu MMM d HH:mm:ss", Locale.ROOT);
            return cell.equals(shown.format(Instant.ofEpochSecond(number).atZone(ZoneId.systemDefault())));
        }
        if (radix == Radix.DECIMAL && DECIMAL.matcher(cell).matches() && cell.equals(Long.toString(number))) {
            return true;
        }
        return (radix == Radix.HEXADECIMAL
                        && HEX.matcher(cell).matches()
                        && Long.parseUnsignedLong(cell.replace("0x", ""), 16) == number)
                || (number == 0 && NOTHING.matcher(cell).matches())
                || (cell.matches("[0-9]+[kKMGB]") && units(cell) == number)
                || (cell.endsWith("%") && cell.equals(number + "%"))
                || cell.equals("0t" + number);
    }

    private static long units(String cell) {
        long many = Long.parseLong(cell.substring(0, cell.length() - 1));
        return switch (cell.toUpperCase(Locale.ROOT).charAt(cell.length() - 1)) {
            case 'K' -> many << 10;
            case 'M' -> many << 20;
            case 'G' -> many << 30;
            default -> many;
        };
    }

    private static boolean text(String cell, String text) {
        if (text.startsWith("0x") && HEX.matcher(cell).matches()) {
            return Long.parseUnsignedLong(text.substring(2), 16)
                    == Long.parseUnsignedLong(cell.startsWith("0x") ? cell.substring(2) : cell, 16);
        }
        return bare(cell).equals(bare(text))
                || (text.isBlank() && NOTHING.matcher(cell).matches());
    }

    /** Without blanks and what shows as such. */
    private static String bare(String text) {
        return text.replaceAll("[\\s\0]+", "");
    }

    /** Of a list that is longer than its cell, the others stand on lines below, each as it is or as a number. */
    private boolean isBelow(@Nullable Object value) {
        return Stream.of(below.split("[\\s,]+", -1)).anyMatch(word -> shows(word, value))
                || (value instanceof String text
                        && below.lines().anyMatch(line -> bare(line).contains(bare(text))));
    }

    private boolean many(String cell, List<?> many) {
        if (many.isEmpty()) {
            return NOTHING.matcher(cell).matches();
        }
        if (shows(cell, many.getFirst())) {
            return many.stream().skip(1).allMatch(this::isBelow);
        }
        String[] shown = cell.split("[, ]+", -1);
        if (shown.length != many.size()) {
            return false;
        }
        for (int i = 0; i < shown.length; i++) {
            if (!shows(shown[i], many.get(i))) {
                return false;
            }
        }
        return true;
    }
}
