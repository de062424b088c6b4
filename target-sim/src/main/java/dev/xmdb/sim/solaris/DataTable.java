package dev.xmdb.sim.solaris;

import dev.xmdb.sim.solaris.layout.TypeName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the table of the kernel's variables. A line is a C declaration, {@code [static] TYPE NAME[N]}, and {@code @ADDRESS} where the
 * build put it at a known place; {@code module NAME} starts the variables of a module.
 */
final class DataTable {
    private static final int HEX = 16;
    private static final Pattern LINE = Pattern.compile("(static\\s+)?(.*?)\\s*(\\w+)((?:\\[\\d+])*)(?:\\s+@(\\w+))?");

    private DataTable() {}

    /** A variable. */
    record Variable(String module, String name, TypeName type, boolean local, OptionalLong va) {}

    static List<Variable> variables() {
        try (InputStream in = Objects.requireNonNull(DataTable.class.getResourceAsStream("variables.table"))) {
            return read(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Variable> read(String text) {
        List<Variable> variables = new ArrayList<>();
        String module = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("module ")) {
                module = line.substring("module ".length()).strip();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                variables.add(variable(module, line.strip()));
            }
        }
        return List.copyOf(variables);
    }

    private static Variable variable(String module, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a variable: " + line);
        }
        String place = matcher.group(5);
        return new Variable(
                module,
                matcher.group(3),
                TypeName.of(matcher.group(2)).array(matcher.group(4)),
                matcher.group(1) != null,
                place == null ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(place, HEX)));
    }
}
