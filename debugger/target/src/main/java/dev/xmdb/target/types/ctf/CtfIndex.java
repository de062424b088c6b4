package dev.xmdb.target.types.ctf;

import dev.xmdb.target.types.Tag;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pass over a container's types: where each record is, checked to lie in its section, and which names there are. */
final class CtfIndex {
    private static final int MOST_TYPES = 0x7fff;
    private static final int CHILD = 0x8000;

    private final CtfData data;
    private final int version;
    private final Map<Tag, Map<String, Integer>> tagged = new EnumMap<>(Tag.class);
    private final Map<String, Integer> named = new HashMap<>();
    private final Set<String> announced = new HashSet<>();
    private final Set<String> withoutBits = new HashSet<>();
    private int[] offsets = new int[256];
    private int count;
    private boolean refersToChild;

    CtfIndex(CtfData data) throws CtfException {
        this.data = data;
        this.version = data.header().version();
        for (Tag tag : Tag.values()) {
            tagged.put(tag, new HashMap<>());
        }
        pass();
    }

    /** How many records there are; their numbers begin with 1. */
    int count() {
        return count;
    }

    /** Where the record with a number begins. */
    int offset(int number) {
        return offsets[number];
    }

    /** Whether some record refers to a number that only a container with a parent can have. */
    boolean refersToChild() {
        return refersToChild;
    }

    /** The number of a structure, union or enumeration. */
    @Nullable
    Integer tagged(Tag tag, String name) {
        return tagged.getOrDefault(tag, Map.of()).get(name);
    }

    /** The number of any other named type. */
    @Nullable
    Integer named(String name) {
        return named.get(name);
    }

    /** The names, with the keyword before those that have one. */
    Stream<String> names() {
        return Stream.concat(
                tagged.entrySet().stream()
                        .flatMap(entry -> entry.getValue().keySet().stream()
                                .map(name -> entry.getKey().keyword() + " " + name)),
                named.keySet().stream());
    }

    private void pass() throws CtfException {
        int end = data.header().strings();
        int at = data.header().types();
        while (at < end) {
            CtfRecord record = CtfRecord.at(data, at, end);
            long next = record.end(version);
            if (next < 0 || next > end || count == MOST_TYPES) {
                throw new CtfException(CtfException.CORRUPT);
            }
            count++;
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, offsets.length * 2);
            }
            offsets[count] = at;
            note(record, count);
            at = (int) next;
        }
    }

    private void note(CtfRecord record, int number) {
        refersToChild |= refersToChild(record);
        String name = data.string(record.name());
        if (name.isEmpty() || !record.root()) {
            return;
        }
        switch (record.kind()) {
            case CtfRecord.STRUCT -> define(Tag.STRUCT, name, number);
            case CtfRecord.UNION -> define(Tag.UNION, name, number);
            case CtfRecord.ENUM -> define(Tag.ENUM, name, number);
            case CtfRecord.FORWARD -> announce(CtfDecoder.forwarded(record.sizeOrType()), name, number);
            case CtfRecord.INTEGER, CtfRecord.FLOAT -> number(name, record, number);
            case 0 -> {}
            default -> named.putIfAbsent(name, number);
        }
    }

    /** A definition takes the place of an announcement, not of an earlier definition. */
    private void define(Tag tag, String name, int number) {
        Map<String, Integer> table = tagged.getOrDefault(tag, named);
        if (announced.remove(tag + name)) {
            table.put(name, number);
        } else {
            table.putIfAbsent(name, number);
        }
    }

    private void announce(Tag tag, String name, int number) {
        if (tagged.getOrDefault(tag, named).putIfAbsent(name, number) == null) {
            announced.add(tag + name);
        }
    }

    /** Parts of a number share its name: the first one counts, unless it has no bits at all. */
    private void number(String name, CtfRecord record, int number) {
        if (withoutBits.remove(name)) {
            named.put(name, number);
        } else if (named.putIfAbsent(name, number) != null) {
            return;
        }
        if (CtfDecoder.bits(data, record) == 0) {
            withoutBits.add(name);
        }
    }

    private boolean refersToChild(CtfRecord record) {
        return switch (record.kind()) {
            case CtfRecord.POINTER, CtfRecord.TYPEDEF, CtfRecord.VOLATILE, CtfRecord.CONST, CtfRecord.RESTRICT ->
                child(record.sizeOrType());
            case CtfRecord.ARRAY -> child(data.u16(record.data()));
            case CtfRecord.FUNCTION -> child(record.sizeOrType()) || anyChild(record, CtfRecord.TYPE_ID, 0);
            case CtfRecord.STRUCT, CtfRecord.UNION ->
                anyChild(
                        record,
                        record.largeMembers(version) ? CtfRecord.LARGE_MEMBER : CtfRecord.MEMBER,
                        Integer.BYTES);
            default -> false;
        };
    }

    private boolean anyChild(CtfRecord record, int step, int offset) {
        for (int i = 0; i < record.length(); i++) {
            if (child(data.u16(record.data() + i * step + offset))) {
                return true;
            }
        }
        return false;
    }

    private static boolean child(int id) {
        return (id & CHILD) != 0;
    }
}
