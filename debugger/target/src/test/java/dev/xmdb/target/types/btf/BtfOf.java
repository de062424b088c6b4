package dev.xmdb.target.types.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a container record by record, as the format's documentation describes it. */
public final class BtfOf {
    private static final int HEADER = 24;

    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final int firstString;
    private int last;

    private BtfOf(int firstType, int firstString) {
        this.last = firstType - 1;
        this.firstString = firstString;
    }

    /** A kernel's container. */
    public static BtfOf kernel() {
        var made = new BtfOf(1, 0);
        made.strings.write(0);
        return made;
    }

    /** One that continues another. */
    public static BtfOf continuing(BtfOf base) {
        var made = new BtfOf(base.last + 1, base.strings.size());
        made.strings.write(0);
        return made;
    }

    /** A string's number. */
    public int string(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int at = firstString + strings.size();
        strings.writeBytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return at;
    }

    /** Adds a record and gives its number. */
    public int add(int kind, boolean flag, int length, String name, int sizeOrType, int... extra) {
        return addNamed(kind, flag, length, string(name), sizeOrType, extra);
    }

    /** Bytes of its strings so far. */
    public int length() {
        return firstString + strings.size();
    }

    /** Adds a record whose name is a string that there is, and gives its number. */
    public int addNamed(int kind, boolean flag, int length, int name, int sizeOrType, int... extra) {
        word(name);
        word(length | kind << 24 | (flag ? 1 << 31 : 0));
        word(sizeOrType);
        for (int each : extra) {
            word(each);
        }
        return ++last;
    }

    private void word(int value) {
        types.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    /** The container. */
    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER + types.size() + strings.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0xeb9f)
                .put((byte) 1)
                .put((byte) 0)
                .putInt(HEADER)
                .putInt(0)
                .putInt(types.size())
                .putInt(types.size())
                .putInt(strings.size())
                .put(types.toByteArray())
                .put(strings.toByteArray())
                .array();
    }
}
