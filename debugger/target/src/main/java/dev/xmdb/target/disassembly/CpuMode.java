package dev.xmdb.target.disassembly;

import java.util.Arrays;
import java.util.Optional;

/** How a processor takes the bytes of its code. */
public enum CpuMode {
    /** Long mode. */
    BITS_64("amd64", 8, 1 << 3),
    /** Protected mode with 32-bit code segments. */
    BITS_32("ia32", 4, 1 << 2),
    /** Real mode, and protected mode with 16-bit code segments. */
    BITS_16("ia16", 2, 1 << 1);

    /** Most bytes that an instruction can have, in every mode (Intel SDM volume 2, 2.3.11). */
    public static final int LONGEST_INSTRUCTION = 15;

    private final String title;
    private final int bytes;
    private final int capstone;

    CpuMode(String title, int bytes, int capstone) {
        this.title = title;
        this.bytes = bytes;
        this.capstone = capstone;
    }

    /** Its name in the command language. */
    public String title() {
        return title;
    }

    /** Bytes of an address: 8, 4 or 2. */
    public int bytes() {
        return bytes;
    }

    /** Capstone's {@code CS_MODE_64}, {@code CS_MODE_32} or {@code CS_MODE_16}. */
    int capstone() {
        return capstone;
    }

    /** An address or a value cut to what the mode's addresses have. */
    long cut(long value) {
        return bytes == Long.BYTES ? value : value & ((1L << (bytes * Byte.SIZE)) - 1);
    }

    /** The signed number that a value of an address's width stands for. */
    long signed(long value) {
        int spare = Long.SIZE - bytes * Byte.SIZE;
        return value << spare >> spare;
    }

    /** The mode of a guest whose pointers have 8 or 4 bytes. */
    public static CpuMode ofWordSize(int wordSize) {
        return wordSize == Long.BYTES ? BITS_64 : BITS_32;
    }

    /** The mode of a name. */
    public static Optional<CpuMode> named(String title) {
        return Arrays.stream(values()).filter(mode -> mode.title.equals(title)).findFirst();
    }
}
