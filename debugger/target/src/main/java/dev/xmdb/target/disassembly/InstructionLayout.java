package dev.xmdb.target.disassembly;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where Capstone keeps an instruction's parts ({@code struct cs_insn} of {@code capstone.h}): the room for its bytes grew from 16 to 24
 * on the way from version 4 to 5, and what follows moved.
 *
 * @param bytes room for the instruction's bytes
 */
record InstructionLayout(int bytes) {
    /** Versions 3 and 4. */
    static final InstructionLayout OLD = new InstructionLayout(16);

    /** Version 5. */
    static final InstructionLayout NEW = new InstructionLayout(24);

    static final int ADDRESS = 8;
    static final int SIZE = 16;

    private static final int BYTES = 18;
    private static final int MNEMONIC_ROOM = 32;
    private static final int OPERANDS_ROOM = 160;

    /** Bytes up to the end of the last part that is read. */
    int length() {
        return BYTES + bytes + MNEMONIC_ROOM + OPERANDS_ROOM;
    }

    /**
     * The layout of a version.
     *
     * @param major 3 and up
     * @return null for a version that came after this was written
     */
    static @Nullable InstructionLayout of(int major) {
        return switch (major) {
            case 3, 4 -> OLD;
            case 5 -> NEW;
            default -> null;
        };
    }

    /** The other layout, for the builds between two versions. */
    InstructionLayout other() {
        return equals(OLD) ? NEW : OLD;
    }

    /**
     * Reads a structure.
     *
     * @param structure at least {@link #length} bytes of it
     * @param given how many bytes of code there were
     * @return null when it holds no sound instruction
     */
    @Nullable
    Decoded read(byte[] structure, int given) {
        int size = (structure[SIZE] & 0xff) | ((structure[SIZE + 1] & 0xff) << Byte.SIZE);
        String mnemonic = text(structure, BYTES + bytes, MNEMONIC_ROOM);
        String operands = text(structure, BYTES + bytes + MNEMONIC_ROOM, OPERANDS_ROOM);
        return size == 0 || size > given || mnemonic == null || operands == null || mnemonic.isEmpty()
                ? null
                : new Decoded(size, mnemonic, operands);
    }

    /** Text up to a NUL; null when there is no NUL in its room. */
    private static @Nullable String text(byte[] structure, int from, int room) {
        for (int i = from; i < from + room; i++) {
            if (structure[i] == 0) {
                return new String(structure, from, i - from, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }
}
