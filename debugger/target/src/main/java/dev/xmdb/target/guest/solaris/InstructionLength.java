package dev.xmdb.target.guest.solaris;

import java.util.BitSet;

/**
 * How long an instruction is that a 64-bit kernel of that time may have (AMD64 Architecture Programmer's Manual, volume 3, opcode
 * maps). Knows lengths only: enough to walk through a function's beginning without mistaking data inside one instruction for another.
 */
final class InstructionLength {
    private static final BitSet PREFIXES = bits(0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3);
    private static final BitSet INVALID = bits(
            0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61, 0x62, 0x82, 0x9a, 0xd4, 0xd5,
            0xd6, 0xea);
    private static final BitSet MODRM = modrm();
    private static final BitSet BYTE = byteOperands();
    private static final BitSet WORD =
            bits(0x05, 0x0d, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x68, 0x69, 0x81, 0xa9, 0xc7);
    private static final BitSet TWO_PLAIN = twoPlain();
    private static final BitSet TWO_BYTE = bits(0x0f, 0x70, 0x71, 0x72, 0x73, 0xa4, 0xac, 0xba, 0xc2, 0xc4, 0xc5, 0xc6);
    private static final int LONGEST = 15;

    private final byte[] code;
    private int at;
    private int operand = Integer.BYTES;
    private boolean wide;
    private boolean shortAddress;

    private InstructionLength(byte[] code, int at) {
        this.code = code;
        this.at = at;
    }

    /** The length of the instruction at an index; 0 when it is none, or not all of it is there. */
    static int at(byte[] code, int index) {
        var walk = new InstructionLength(code, index);
        boolean known = walk.instruction();
        int length = walk.at - index;
        return known && walk.at <= code.length && length <= LONGEST ? length : 0;
    }

    private int next() {
        int value = at < code.length ? Byte.toUnsignedInt(code[at]) : 0;
        at++;
        return value;
    }

    private boolean instruction() {
        int opcode = next();
        while (PREFIXES.get(opcode) && at < code.length) {
            if (opcode == 0x66) {
                operand = Short.BYTES;
            }
            shortAddress |= opcode == 0x67;
            opcode = next();
        }
        if (opcode >> 4 == 4) {
            wide = (opcode & 8) != 0;
            opcode = next();
        }
        if (opcode == 0x0f) {
            return twoBytes();
        }
        if (INVALID.get(opcode) || opcode >> 4 == 4) {
            return false;
        }
        return oneByte(opcode);
    }

    private boolean oneByte(int opcode) {
        int extension = MODRM.get(opcode) ? operands() : 0;
        if (BYTE.get(opcode)) {
            at += Byte.BYTES;
        } else if (WORD.get(opcode)) {
            at += operand;
        }
        if (opcode >= 0xb8 && opcode <= 0xbf) {
            at += wide ? Long.BYTES : operand;
        } else if (opcode >= 0xa0 && opcode <= 0xa3) {
            at += shortAddress ? Integer.BYTES : Long.BYTES;
        }
        switch (opcode) {
            case 0xc2, 0xca -> at += Short.BYTES;
            case 0xc8 -> at += Short.BYTES + Byte.BYTES;
            case 0xe8, 0xe9 -> at += Integer.BYTES;
            case 0xf6 -> at += extension <= 1 ? Byte.BYTES : 0;
            case 0xf7 -> at += extension <= 1 ? operand : 0;
            case 0xc4 -> vector(next() & 0x1f);
            case 0xc5 -> vector(1);
            default -> {}
        }
        return true;
    }

    private boolean twoBytes() {
        int opcode = next();
        if (opcode == 0x38 || opcode == 0x3a) {
            next();
            operands();
            at += opcode == 0x3a ? Byte.BYTES : 0;
        } else if (opcode >= 0x80 && opcode <= 0x8f) {
            at += Integer.BYTES;
        } else if (!TWO_PLAIN.get(opcode)) {
            operands();
            at += TWO_BYTE.get(opcode) ? Byte.BYTES : 0;
        }
        return true;
    }

    /** A vector instruction after its prefix's first byte, or after its map. */
    private void vector(int map) {
        next();
        int opcode = next();
        if (!(map == 1 && opcode == 0x77)) {
            operands();
            at += map == 3 || (map == 1 && TWO_BYTE.get(opcode)) ? Byte.BYTES : 0;
        }
    }

    /** The bytes that name operands; returns the three bits that widen the opcode. */
    private int operands() {
        int modrm = next();
        int mode = modrm >> 6;
        int base = modrm & 7;
        if (mode != 3 && base == 4) {
            int scaled = next() & 7;
            at += mode == 0 && scaled == 5 ? Integer.BYTES : 0;
        } else if (mode == 0 && base == 5) {
            at += Integer.BYTES;
        }
        at += mode == 1 ? Byte.BYTES : mode == 2 ? Integer.BYTES : 0;
        return modrm >> 3 & 7;
    }

    private static BitSet bits(int... opcodes) {
        var set = new BitSet();
        for (int opcode : opcodes) {
            set.set(opcode);
        }
        return set;
    }

    private static BitSet modrm() {
        BitSet set = bits(0x63, 0x69, 0x6b, 0xc0, 0xc1, 0xc6, 0xc7, 0xf6, 0xf7, 0xfe, 0xff);
        for (int row = 0; row < 0x40; row += 8) {
            set.set(row, row + 4);
        }
        set.set(0x80, 0x90);
        set.set(0xd0, 0xd4);
        set.set(0xd8, 0xe0);
        return set;
    }

    private static BitSet byteOperands() {
        BitSet set = bits(0x6a, 0x6b, 0x80, 0x83, 0xa8, 0xc0, 0xc1, 0xc6, 0xcd, 0xeb);
        for (int row = 0; row < 0x40; row += 8) {
            set.set(row + 4);
        }
        set.set(0x70, 0x80);
        set.set(0xb0, 0xb8);
        set.set(0xe0, 0xe8);
        return set;
    }

    private static BitSet twoPlain() {
        BitSet set = bits(0x05, 0x06, 0x07, 0x08, 0x09, 0x0b, 0x0e, 0x77, 0xa0, 0xa1, 0xa2, 0xa8, 0xa9, 0xaa);
        set.set(0x30, 0x38);
        set.set(0xc8, 0xd0);
        return set;
    }
}
