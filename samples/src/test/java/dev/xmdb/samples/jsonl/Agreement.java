package dev.xmdb.samples.jsonl;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether what a person reads in a cell is the value that a program reads under its key. */
final class Agreement {
    private static final Pattern NOTHING = Pattern.compile("-?|n/a|\\?|<NONE>");
    private static final Pattern TIME = Pattern.compile("[0-9]{4} \\w{3} [0-9]+ [0-9:]{8}");
    private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-f]{1,16}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,19}");

    private Agreement() {}

    /** Whether a cell shows a value, which may have others beside it: its symbol, its bits. */
    static boolean shows(String cell, String key, Map<String, @Nullable Object> object) {
        Object value = object.get(key);
        return shows(cell, value)
                || (object.containsKey(key + "_symbol") && symbol(cell, object.get(key + "_symbol")))
                || (object.containsKey(key + "_bits") && shows(cell, object.get(key + "_bits")))
                || (cell.matches(".+(, | \\(| \\[).*")
                        && shows(cell.replaceFirst("(, | \\(| \\[).*", ""), key, object));
    }

    /** A symbol may be cut to a narrow column. */
    private static boolean symbol(String cell, @Nullable Object symbol) {
        return symbol instanceof String name && !cell.isEmpty() && name.startsWith(cell);
    }

    private static boolean shows(String cell, @Nullable Object value) {
        return switch (value) {
            case null -> NOTHING.matcher(cell).matches();
            case Boolean truth -> cell.matches(truth ? "yes|1|[+]|>|true" : "no|0|-||false");
            case Long number -> number(cell, number);
            case String text -> text(cell, text);
            case List<?> many -> many(cell, many);
            default -> false;
        };
    }

    private static boolean number(String cell, long number) {
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
        if (DECIMAL.matcher(cell).matches() && cell.equals(Long.toString(number))) {
            return true;
        }
        return (HEX.matcher(cell).matches() && Long.parseUnsignedLong(cell.replace("0x", ""), 16) == number)
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

    private static boolean many(String cell, List<?> many) {
        if (many.isEmpty()) {
            return NOTHING.matcher(cell).matches();
        }
        if (shows(cell, many.getFirst())) {
            // The others stand on lines below.
            return true;
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
