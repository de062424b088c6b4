package dev.xmdb.target.guest.linux.guess;

import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The structures of some kernels whose types are known, by release. */
final class KnownOffsets {
    private static final String TABLE = "offsets.txt";
    private static final String ABSENT = "-";
    private static final int FIRST_COLUMN = 2;

    private final List<Release> releases;
    private final List<Structure> structures;

    /**
     * A release, as far as its number tells structures apart.
     *
     * @param major for example 6
     * @param minor for example 12
     */
    record Release(int major, int minor) {
        private static final int MINORS = 1000;

        /** The release that a text begins with: {@code 6.1.0-56-amd64}. */
        static Release of(String text) {
            String[] parts = text.split("[^0-9]+", 3);
            return parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()
                    ? new Release(0, 0)
                    : new Release(number(parts[0]), number(parts[1]));
        }

        private static int number(String digits) {
            return digits.length() > 3 ? 0 : Integer.parseInt(digits);
        }

        /** How far another release is. After 5.19 comes 6.0, after 6.19 comes 7.0. */
        int distance(Release other) {
            return Math.abs(order() - other.order());
        }

        private int order() {
            return major * 20 + Math.min(minor, MINORS);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    private record Member(String name, String type, List<String> offsets) {}

    private record Structure(String name, List<String> sizes, List<Member> members) {}

    private KnownOffsets(List<Release> releases, List<Structure> structures) {
        this.releases = releases;
        this.structures = structures;
    }

    /** The table of this program. */
    static KnownOffsets load() {
        try (InputStream stream = KnownOffsets.class.getResourceAsStream(TABLE)) {
            if (stream == null) {
                throw new IllegalStateException(TABLE + " is not part of the program");
            }
            return parse(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KnownOffsets parse(BufferedReader lines) throws IOException {
        List<Release> releases = new ArrayList<>();
        List<Structure> structures = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<String> words = List.of(line.strip().split(" +", -1));
            if (line.startsWith("#")) {
                continue;
            }
            if (words.getFirst().equals("releases")) {
                words.stream().skip(1).map(Release::of).forEach(releases::add);
            } else if (line.startsWith(" ")) {
                structures
                        .getLast()
                        .members()
                        .add(new Member(
                                words.get(0), words.get(1), List.copyOf(words.subList(FIRST_COLUMN, words.size()))));
            } else {
                structures.add(new Structure(
                        words.get(0), List.copyOf(words.subList(FIRST_COLUMN, words.size())), new ArrayList<>()));
            }
        }
        return new KnownOffsets(List.copyOf(releases), List.copyOf(structures));
    }

    /** The releases that are known. */
    List<Release> releases() {
        return releases;
    }

    /** The structures of a release by their names. */
    Map<String, Type> structures(Release release) {
        int column = releases.indexOf(release);
        Map<String, Type> types = new LinkedHashMap<>();
        for (Structure each : structures) {
            if (!each.sizes().get(column).equals(ABSENT)) {
                types.put(
                        each.name(),
                        new Type.Aggregate(
                                Tag.STRUCT,
                                each.name(),
                                Long.parseLong(each.sizes().get(column)),
                                fields(each, column, types)));
            }
        }
        return types;
    }

    /** Members with a dot in their names are those of a structure inside, whose own beginning does not matter. */
    private static List<Type.Field> fields(Structure structure, int column, Map<String, Type> types) {
        List<Type.Field> fields = new ArrayList<>();
        Map<String, List<Type.Field>> inner = new LinkedHashMap<>();
        for (Member each : structure.members()) {
            String offset = each.offsets().get(column);
            if (!offset.equals(ABSENT)) {
                int dot = each.name().indexOf('.');
                var field = new Type.Field(
                        each.name().substring(dot + 1),
                        Long.parseLong(offset) * Byte.SIZE,
                        0,
                        new TypeLink(_ -> type(each.type(), types), 0));
                (dot < 0 ? fields : inner.computeIfAbsent(each.name().substring(0, dot), _ -> new ArrayList<>()))
                        .add(field);
            }
        }
        inner.forEach((name, members) -> fields.add(
                new Type.Field(name, 0, 0, TypeLink.to(new Type.Aggregate(Tag.STRUCT, "", 0, List.copyOf(members))))));
        return List.copyOf(fields);
    }

    private static Type type(String name, Map<String, Type> types) {
        return switch (name) {
            case "pointer" -> new Type.Pointer(Long.BYTES, TypeLink.to(new Type.Nothing()));
            case "u64" -> whole("unsigned long", Long.BYTES, false);
            case "s64" -> whole("long", Long.BYTES, true);
            case "u32" -> whole("unsigned int", Integer.BYTES, false);
            case "s32" -> whole("int", Integer.BYTES, true);
            case "char16" -> characters(16);
            case "char56" -> characters(56);
            case "atomic" -> atomic();
            case "list" -> known("list_head", types);
            case "module_memory7" -> new Type.Array(TypeLink.to(known("module_memory", types)), 7, 0);
            default -> known(name, types);
        };
    }

    private static Type known(String name, Map<String, Type> types) {
        return types.getOrDefault(name, new Type.Missing("struct " + name + " is not known of this release"));
    }

    /** A whole number. */
    static Type whole(String name, int size, boolean signed) {
        return new Type.Whole(name, size, 0, size * Byte.SIZE, signed, Type.Whole.Use.NUMBER);
    }

    private static Type characters(int count) {
        return new Type.Array(
                TypeLink.to(new Type.Whole("char", 1, 0, Byte.SIZE, true, Type.Whole.Use.CHARACTER)), count, 0);
    }

    /** A number that is changed by one instruction. */
    static Type atomic() {
        return new Type.Aggregate(
                Tag.STRUCT,
                "",
                Integer.BYTES,
                List.of(new Type.Field("counter", 0, 0, TypeLink.to(whole("int", Integer.BYTES, true)))));
    }
}
