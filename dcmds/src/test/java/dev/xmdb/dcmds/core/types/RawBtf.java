package dev.xmdb.dcmds.core.types;

import dev.xmdb.target.memory.AddressSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A second, plain decoder of BTF, straight from the bytes in a kernel's memory: what the debugger makes of them is compared with it. */
final class RawBtf {
    static final int INT = 1;
    static final int POINTER = 2;
    static final int ARRAY = 3;
    static final int STRUCT = 4;
    static final int UNION = 5;
    static final int ENUM = 6;
    static final int VARIABLE = 14;
    static final int SECTION = 15;
    static final int ENUM64 = 19;

    private static final int MOST_ELEMENTS = 32;
    private static final int DEEPEST = 40;

    private final ByteBuffer data;
    private final int strings;
    private final List<Integer> records = new ArrayList<>(List.of(0));
    private final Map<String, Integer> tags = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();

    /** A number somewhere: its path, where it is in bits from the beginning of what it is part of, and its type. */
    record Place(String path, long bit, int width, int type) {}

    /** A variable in a section. */
    record Placed(String name, long offset, int type) {}

    RawBtf(AddressSpace memory, long start, long stop) {
        byte[] bytes = new byte[(int) (stop - start)];
        memory.read(start, bytes, 0, bytes.length);
        data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = data.getInt(4);
        strings = header + data.getInt(16);
        int at = header + data.getInt(8);
        int end = at + data.getInt(12);
        while (at < end) {
            int id = records.size();
            records.add(at);
            switch (kind(id)) {
                case STRUCT, UNION -> tags.putIfAbsent(name(id), id);
                case INT, 8 -> names.putIfAbsent(name(id), id);
                default -> {}
            }
            at += 12 + extra(kind(id), length(id));
        }
    }

    private static int extra(int kind, int length) {
        return switch (kind) {
            case INT, VARIABLE, 17 -> 4;
            case ARRAY -> 12;
            case STRUCT, UNION, SECTION, ENUM64 -> 12 * length;
            case ENUM, 13 -> 8 * length;
            default -> 0;
        };
    }

    int kind(int id) {
        return data.getInt(records.get(id) + 4) >>> 24 & 31;
    }

    private boolean flag(int id) {
        return data.getInt(records.get(id) + 4) < 0;
    }

    int length(int id) {
        return data.getInt(records.get(id) + 4) & 0xffff;
    }

    private int word(int id, int index) {
        return data.getInt(records.get(id) + 4 * index);
    }

    String name(int id) {
        return string(word(id, 0));
    }

    private String string(int offset) {
        int end = strings + offset;
        while (data.get(end) != 0) {
            end++;
        }
        return new String(data.array(), strings + offset, end - strings - offset, StandardCharsets.US_ASCII);
    }

    /** The number of the first structure or union with a tag, else of the number or typedef with a name. */
    int named(String name) {
        return tags.getOrDefault(name, names.getOrDefault(name, 0));
    }

    /** What is behind typedefs, qualifiers and marks. */
    int bare(int id) {
        int at = id;
        while ((kind(at) >= 8 && kind(at) <= 11) || kind(at) == 18) {
            at = word(at, 2);
        }
        return at;
    }

    long size(int id) {
        int type = bare(id);
        return switch (kind(type)) {
            case POINTER -> 8;
            case ARRAY -> Integer.toUnsignedLong(word(type, 5)) * size(word(type, 3));
            case INT, STRUCT, UNION, ENUM, ENUM64, 16 -> Integer.toUnsignedLong(word(type, 2));
            default -> 0;
        };
    }

    /** Whether it is a character of C's own kind. */
    boolean isCharacter(int id) {
        int type = bare(id);
        return kind(type) == INT && name(type).equals("char");
    }

    /** The first name of an enumeration's value; {@code ???} where it has none. */
    String constant(int id, long value) {
        int type = bare(id);
        int step = kind(type) == ENUM ? 2 : 3;
        for (int each = 0; each < length(type); each++) {
            int at = 3 + each * step;
            long own = step == 2
                    ? word(type, at + 1)
                    : Integer.toUnsignedLong(word(type, at + 1)) | (long) word(type, at + 2) << 32;
            if (own == value) {
                return string(word(type, at));
            }
        }
        return "???";
    }

    /** Whether all of an enumeration's values are single bits, so that the debugger takes it for flags. */
    boolean areBits(int id) {
        int type = bare(id);
        int step = kind(type) == ENUM ? 2 : 3;
        boolean some = false;
        for (int each = 0; each < length(type); each++) {
            long own = word(type, 4 + each * step);
            some |= own != 0;
            if (Long.bitCount(own) > 1) {
                return false;
            }
        }
        return some;
    }

    /** The variables of a section. */
    List<Placed> section(String name) {
        var found = new ArrayList<Placed>();
        for (int id = 1; id < records.size(); id++) {
            if (kind(id) == SECTION && name(id).equals(name)) {
                for (int each = 0; each < length(id); each++) {
                    int variable = word(id, 3 + 3 * each);
                    found.add(new Placed(
                            name(variable), Integer.toUnsignedLong(word(id, 4 + 3 * each)), word(variable, 2)));
                }
            }
        }
        return found;
    }

    /** Every number in a value of a type, as far as arrays go by default. */
    List<Place> places(int type) {
        var places = new ArrayList<Place>();
        expand(places, "", 0, 0, type, 0);
        return places;
    }

    /** An index as paths have it. */
    static String index(int index) {
        return index < 10 ? Integer.toString(index) : "0x" + Integer.toHexString(index);
    }

    private void expand(List<Place> places, String path, long bit, int width, int id, int depth) {
        int type = bare(id);
        if (depth > DEEPEST) {
            return;
        }
        switch (kind(type)) {
            case STRUCT, UNION -> {
                for (int each = 0; each < length(type); each++) {
                    String member = string(word(type, 3 + 3 * each));
                    int inner = word(type, 4 + 3 * each);
                    int place = word(type, 5 + 3 * each);
                    String full = path.isEmpty() || member.isEmpty() ? path + member : path + "." + member;
                    expand(
                            places,
                            full,
                            bit + (flag(type) ? place & 0xffffff : Integer.toUnsignedLong(place)),
                            flag(type) ? place >>> 24 : 0,
                            inner,
                            depth + 1);
                }
            }
            case ARRAY -> {
                int element = word(type, 3);
                long count = Math.min(MOST_ELEMENTS, Integer.toUnsignedLong(word(type, 5)));
                for (int each = 0; each < count; each++) {
                    expand(
                            places,
                            String.format(Locale.ROOT, "%s[%s]", path, index(each)),
                            bit + 8L * each * size(element),
                            0,
                            element,
                            depth + 1);
                }
            }
            case INT -> {
                int encoding = word(type, 3);
                int bits = width > 0 ? width : encoding & 0xff;
                places.add(new Place(path, bit + (width > 0 ? 0 : encoding >>> 16 & 0xff), bits, id));
            }
            case POINTER, ENUM, ENUM64 ->
                places.add(new Place(path, bit, width > 0 ? width : (int) (8 * size(type)), id));
            default -> {}
        }
    }
}
