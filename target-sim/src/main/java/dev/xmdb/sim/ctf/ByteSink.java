package dev.xmdb.sim.ctf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Collects little-endian fields. */
final class ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ByteSink u8(int value) {
        bytes.write(value);
        return this;
    }

    ByteSink u16(int value) {
        return u8(value).u8(value >>> Byte.SIZE);
    }

    ByteSink u32(int value) {
        return u16(value).u16(value >>> Short.SIZE);
    }

    ByteSink bytes(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    ByteSink text(String text) {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1)).u8(0);
    }

    ByteSink align(int unit) {
        while (size() % unit != 0) {
            u8(0);
        }
        return this;
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
