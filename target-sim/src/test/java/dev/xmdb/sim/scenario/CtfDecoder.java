package dev.xmdb.sim.scenario;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** A decoder of CTF version 2, written from the format's description and sharing nothing with the writer. */
final class CtfDecoder {
    /** A struct or union: its size, and its members' bit offsets and type ids. */
    record Structure(int size, Map<String, Integer> offsets, Map<String, Integer> types) {}

    final @Nullable String parentName;
    final Map<String, Structure> structures = new HashMap<>();
    final Map<Integer, String> descriptions = new HashMap<>();
    final int types;
    private final ByteBuffer body;
    private final int objects;
    private final int functions;
    private final int typeStart;
    private final int strings;

    CtfDecoder(byte[] container) throws DataFormatException {
        ByteBuffer header = ByteBuffer.wrap(container).order(ByteOrder.LITTLE_ENDIAN);
        check(header.getShort(0) == (short) 0xcff1, "magic");
        check(header.get(2) == 2, "version");
        check(header.get(3) == 1, "compressed");
        int parent = header.getInt(8);
        int labels = header.getInt(12);
        objects = header.getInt(16);
        functions = header.getInt(20);
        typeStart = header.getInt(24);
        strings = header.getInt(28);
        int size = strings + header.getInt(32);
        check(labels <= objects && objects <= functions && functions <= typeStart && typeStart <= strings, "order");
        check(labels % 4 == 0 && objects % 2 == 0 && functions % 2 == 0 && typeStart % 4 == 0, "alignment");
        Inflater inflater = new Inflater();
        inflater.setInput(container, 36, container.length - 36);
        byte[] plain = new byte[size];
        check(inflater.inflate(plain) == size && inflater.inflate(new byte[1]) == 0 && inflater.finished(), "size");
        inflater.end();
        body = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        parentName = parent == 0 ? null : string(parent);
        types = readTypes(parent == 0 ? 0 : 0x8000);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("CTF " + what);
        }
    }

    private String string(int reference) {
        check(reference >= 0, "external string");
        var bytes = new ByteArrayOutputStream();
        for (int at = strings + reference; body.get(at) != 0; at++) {
            bytes.write(body.get(at));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private int u16(int at) {
        return Short.toUnsignedInt(body.getShort(at));
    }

    private int readTypes(int base) {
        int at = typeStart;
        int count = 0;
        while (at < strings) {
            count++;
            String name = string(body.getInt(at));
            int info = u16(at + 4);
            int kind = info >> 11;
            int variants = info & 0x3ff;
            int size = u16(at + 6);
            check((kind != 6 && kind != 7) || size < 8192, "small structures only");
            at += 8;
            descriptions.put(base | count, kind + " " + name + " " + size);
            switch (kind) {
                case 1 -> at += 4;
                case 3, 9, 10, 11, 12, 13 -> {}
                case 4 -> at += 8;
                case 5 -> at += (variants + (variants & 1)) * 2;
                case 6, 7 -> {
                    Map<String, Integer> offsets = new LinkedHashMap<>();
                    Map<String, Integer> members = new LinkedHashMap<>();
                    for (int member = 0; member < variants; member++, at += 8) {
                        offsets.put(string(body.getInt(at)), u16(at + 6));
                        members.put(string(body.getInt(at)), u16(at + 4));
                    }
                    structures.put(name, new Structure(size, offsets, members));
                }
                case 8 -> at += variants * 8;
                default -> throw new IllegalStateException("kind " + kind);
            }
        }
        check(at == strings, "type section's end");
        return count;
    }

    /** Arguments of the n-th function, or -1 when nothing is known of it. */
    int arguments(int index) {
        int at = functions;
        for (int skipped = 0; ; skipped++) {
            check(at < typeStart, "function section");
            int info = u16(at);
            if (skipped == index) {
                return info == 0 ? -1 : info & 0x3ff;
            }
            at += info == 0 ? 2 : ((info & 0x3ff) + 2) * 2;
        }
    }

    /** Type id of the n-th object. */
    int object(int index) {
        check(objects + index * 2 < functions, "object section");
        return u16(objects + index * 2);
    }
}
