package dev.xmdb.sim.solaris.layout;

import dev.xmdb.sim.solaris.layout.Definition.Aggregate;
import dev.xmdb.sim.solaris.layout.Definition.Alias;
import dev.xmdb.sim.solaris.layout.Definition.Constant;
import dev.xmdb.sim.solaris.layout.Definition.Enumeration;
import dev.xmdb.sim.solaris.layout.Definition.Member;
import dev.xmdb.sim.solaris.layout.Definition.Procedure;
import dev.xmdb.sim.solaris.layout.Definition.Whole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a table of structure layouts. A line is one of
 *
 * <pre>
 * module NAME                      whose type information the following lines go to
 * integer SIZE ENCODING NAME       an integer
 * typedef TYPE NAME                another name
 * function RESULT NAME             a function type
 * enum NAME A=0 B=1                an enumeration
 * struct NAME SIZE, union NAME SIZE   followed by members, up to an empty line
 * OFFSET[.BIT] TYPE NAME[N][:BITS]    a member; offset in bytes, decimal
 * </pre>
 */
final class LayoutReader {
    private static final Pattern MEMBER =
            Pattern.compile("(\\d+)(?:\\.(\\d+))?\\s+(.*?)\\s*(\\w+)((?:\\[\\d+])*)(?::(\\d+))?");

    private final Iterator<String> lines;
    private final List<Definition> definitions = new ArrayList<>();
    private String module = "genunix";

    private LayoutReader(Iterator<String> lines) {
        this.lines = lines;
    }

    static Layouts read(String resource) {
        try (InputStream in = Objects.requireNonNull(LayoutReader.class.getResourceAsStream(resource))) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            var reader = new LayoutReader(text.lines().iterator());
            reader.all();
            return new Layouts(reader.definitions);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void all() {
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+");
            String last = words[words.length - 1];
            switch (words[0]) {
                case "module" -> module = last;
                case "integer" ->
                    definitions.add(new Whole(
                            String.join(" ", List.of(words).subList(3, words.length)),
                            module,
                            Integer.parseInt(words[1]),
                            Integer.parseInt(words[2])));
                case "typedef" -> definitions.add(new Alias(last, module, middle(words)));
                case "function" -> definitions.add(new Procedure(last, module, middle(words)));
                case "enum" -> definitions.add(enumeration(words));
                case "struct", "union" ->
                    definitions.add(
                            new Aggregate(words[0] + ' ' + words[1], module, Integer.parseInt(words[2]), members()));
                default -> throw new IllegalArgumentException("not a line of a layout table: " + line);
            }
        }
    }

    private static TypeName middle(String[] words) {
        return TypeName.of(String.join(" ", List.of(words).subList(1, words.length - 1)));
    }

    private Enumeration enumeration(String[] words) {
        List<Constant> constants = new ArrayList<>();
        for (int index = 2; index < words.length; index++) {
            int equals = words[index].indexOf('=');
            String value = words[index].substring(equals + 1);
            constants.add(new Constant(words[index].substring(0, equals), Integer.decode(value)));
        }
        return new Enumeration("enum " + words[1], module, List.copyOf(constants));
    }

    private List<Member> members() {
        List<Member> members = new ArrayList<>();
        while (lines.hasNext()) {
            String line = lines.next().strip();
            if (line.isEmpty()) {
                break;
            }
            Matcher matcher = MEMBER.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a member: " + line);
            }
            int bit = Integer.parseInt(matcher.group(1)) * Byte.SIZE
                    + Integer.parseInt(Objects.requireNonNullElse(matcher.group(2), "0"));
            int width = Integer.parseInt(Objects.requireNonNullElse(matcher.group(6), "0"));
            TypeName type =
                    TypeName.of(matcher.group(3)).array(matcher.group(5)).field(width);
            members.add(new Member(matcher.group(4), bit, type));
        }
        return List.copyOf(members);
    }
}
