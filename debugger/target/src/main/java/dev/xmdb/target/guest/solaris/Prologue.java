package dev.xmdb.target.guest.solaris;

import java.util.List;
import java.util.Optional;

/** Looks through a function's first instructions for the stores of its register arguments. */
final class Prologue {
    /** How the arguments lie below the frame pointer. */
    enum Style {
        /** Each register has its slot, whether or not the first one holds a hidden argument. */
        IN_ORDER,
        /** The hidden first argument has no slot; the others begin with the first one. */
        HIDDEN_NOT_SAVED
    }

    private static final int PUSH_FRAME = 0x55;
    /** A breakpoint that a tracing provider put where the push was. */
    private static final int BREAKPOINT = 0xcc;

    private static final List<byte[]> SET_FRAME = List.of(bytes(0x48, 0x89, 0xe5), bytes(0x48, 0x8b, 0xec));
    /** Stores of rdi, rsi, rdx, rcx, r8, r9 into the slots 1 to 6. */
    private static final List<byte[]> STORES = List.of(
            bytes(0x48, 0x89, 0x7d, 0xf8),
            bytes(0x48, 0x89, 0x75, 0xf0),
            bytes(0x48, 0x89, 0x55, 0xe8),
            bytes(0x48, 0x89, 0x4d, 0xe0),
            bytes(0x4c, 0x89, 0x45, 0xd8),
            bytes(0x4c, 0x89, 0x4d, 0xd0));
    /** Pushes of the same. */
    private static final List<byte[]> PUSHES =
            List.of(bytes(0x57), bytes(0x56), bytes(0x52), bytes(0x51), bytes(0x41, 0x50), bytes(0x41, 0x51));
    /** Stores of rsi, rdx, rcx, r8, r9 into the slots 1 to 5. */
    private static final List<byte[]> SHIFTED_STORES = List.of(
            bytes(0x48, 0x89, 0x75, 0xf8),
            bytes(0x48, 0x89, 0x55, 0xf0),
            bytes(0x48, 0x89, 0x4d, 0xe8),
            bytes(0x4c, 0x89, 0x45, 0xe0),
            bytes(0x4c, 0x89, 0x4d, 0xd8));

    private final byte[] code;
    private final boolean hidden;
    private boolean framePushed;
    private boolean frameSet;
    private int inOrder;
    private int shifted;

    private Prologue(byte[] code, boolean hidden) {
        this.code = code;
        this.hidden = hidden;
    }

    /**
     * How a function saved its arguments.
     *
     * @param code its first bytes, up to where it was left
     * @param count how many arguments came in registers, without a hidden one
     * @param hidden whether a hidden one comes first
     * @return empty when it did not save them all
     */
    static Optional<Style> of(byte[] code, int count, boolean hidden) {
        return new Prologue(code, hidden).walk(count);
    }

    private Optional<Style> walk(int count) {
        int first = hidden ? 1 : 0;
        int wanted = ((1 << count) - 1) << first;
        int length;
        for (int at = 0; at < code.length; at += length) {
            length = InstructionLength.at(code, at);
            if (length == 0) {
                return Optional.empty();
            }
            look(at, length);
            if (frameSet && (inOrder & wanted) == wanted) {
                return Optional.of(Style.IN_ORDER);
            }
            if (frameSet && hidden && (shifted & wanted) == wanted) {
                return Optional.of(Style.HIDDEN_NOT_SAVED);
            }
        }
        return Optional.empty();
    }

    private void look(int at, int length) {
        int opcode = Byte.toUnsignedInt(code[at]);
        if (!framePushed) {
            framePushed = length == 1 && (opcode == PUSH_FRAME || opcode == BREAKPOINT);
            return;
        }
        if (!frameSet) {
            frameSet = SET_FRAME.stream().anyMatch(set -> matches(at, length, set));
            return;
        }
        inOrder |= found(STORES, at, length) | found(PUSHES, at, length);
        shifted |= found(SHIFTED_STORES, at, length) << 1;
    }

    /** The bit of the instruction in a list that is at an index; 0 for none. */
    private int found(List<byte[]> instructions, int at, int length) {
        for (int i = 0; i < instructions.size(); i++) {
            if (matches(at, length, instructions.get(i))) {
                return 1 << i;
            }
        }
        return 0;
    }

    private boolean matches(int at, int length, byte[] instruction) {
        if (length != instruction.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (code[at + i] != instruction[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
