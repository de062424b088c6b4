package dev.xmdb.sim.solaris.text;

import dev.xmdb.sim.solaris.layout.TypeName;
import dev.xmdb.sim.solaris.text.Function.Site;
import dev.xmdb.sim.solaris.text.Function.Style;
import dev.xmdb.sim.solaris.text.Function.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the table of functions. A line is
 *
 * <pre>
 * STYLE SIZE FRAME RESULT NAME(TYPE, TYPE) SITE...
 * </pre>
 *
 * numbers in hexadecimal; a site is {@code OFFSET=CALLEE}, {@code OFFSET=*} (through %rax), {@code OFFSET=*r11}, or {@code OFFSET!} for an
 * instruction that may be interrupted. {@code module NAME} starts the functions of a module.
 */
public final class FunctionTable {
    private static final Pattern LINE = Pattern.compile("(\\w+)\\s+(\\w+)\\s+(\\w+)\\s+(.*?)(\\w+)\\((.*?)\\)\\s*(.*)");
    private static final int HEX = 16;

    private FunctionTable() {}

    /** The functions of the simulated kernels, in the order in which they are linked. */
    public static List<Function> functions() {
        try (InputStream in = Objects.requireNonNull(FunctionTable.class.getResourceAsStream("functions.table"))) {
            return read(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Function> read(String text) {
        List<Function> functions = new ArrayList<>();
        String module = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("module ")) {
                module = line.substring("module ".length()).strip();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                functions.add(function(module, line));
            }
        }
        return List.copyOf(functions);
    }

    private static Function function(String module, String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a function: " + line);
        }
        List<TypeName> arguments = new ArrayList<>();
        for (String each : matcher.group(6).split(",", -1)) {
            if (!each.isBlank()) {
                arguments.add(TypeName.of(each));
            }
        }
        List<Site> sites = new ArrayList<>();
        for (String each : matcher.group(7).split("\\s+", -1)) {
            if (!each.isBlank()) {
                sites.add(site(each));
            }
        }
        return new Function(
                module,
                matcher.group(5),
                Style.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                Integer.parseInt(matcher.group(2), HEX),
                Integer.parseInt(matcher.group(3), HEX),
                TypeName.of(matcher.group(4)),
                List.copyOf(arguments),
                List.copyOf(sites));
    }

    private static Site site(String text) {
        if (text.endsWith("!")) {
            return new Site(Integer.parseInt(text, 0, text.length() - 1, HEX), Transfer.BOUNDARY, "");
        }
        int equals = text.indexOf('=');
        int offset = Integer.parseInt(text, 0, equals, HEX);
        String callee = text.substring(equals + 1);
        return switch (callee) {
            case "*" -> new Site(offset, Transfer.THROUGH_RAX, "");
            case "*r11" -> new Site(offset, Transfer.THROUGH_R11, "");
            default -> new Site(offset, Transfer.DIRECT, callee);
        };
    }
}
