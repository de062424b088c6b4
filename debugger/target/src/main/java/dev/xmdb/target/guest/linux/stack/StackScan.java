package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.stack.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Words on a stack that look like return addresses: they lie in code, behind a call. What nothing else tells may be among them, and most
 * of them are left from calls that have returned.
 */
final class StackScan {
    private static final int WORD = 8;
    private static final int NEAR_CALL = 0xe8;
    private static final int INDIRECT = 0xff;
    private static final int LONGEST_CALL = 7;
    private static final int SHORTEST_CALL = 2;

    private final AddressSpace memory;
    private final LongPredicate code;

    /**
     * A scan.
     *
     * @param code whether an address lies in code of the kernel or of a module
     */
    StackScan(AddressSpace memory, LongPredicate code) {
        this.memory = memory;
        this.code = code;
    }

    /** Guesses in ascending order of their places on the stack. */
    List<StackFrame> frames(long from, long end, int most) {
        List<StackFrame> frames = new ArrayList<>();
        for (long at = (from + WORD - 1) & -WORD;
                Long.compareUnsigned(at, end) < 0 && frames.size() < most;
                at += WORD) {
            try {
                long word = memory.readLong(at);
                if (code.test(word) && followsCall(word)) {
                    frames.add(new StackFrame(word, at + WORD, List.of(), true, true, Optional.empty()));
                }
            } catch (MemoryFaultException hole) {
                break;
            }
        }
        return frames;
    }

    private boolean followsCall(long address) {
        if (memory.readable(address - LONGEST_CALL, LONGEST_CALL) < LONGEST_CALL) {
            return false;
        }
        if (memory.readByte(address - 1 - Integer.BYTES) == NEAR_CALL
                && code.test(address + memory.readInt(address - Integer.BYTES))) {
            return true;
        }
        for (int length = SHORTEST_CALL; length <= LONGEST_CALL; length++) {
            if (isIndirect(address - length, length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an instruction of a length is an indirect near call: {@code FF /2}, with or without a prefix. */
    private boolean isIndirect(long at, int length) {
        int first = memory.readByte(at);
        boolean prefixed = first >= 0x40 && first <= 0x4f;
        long opcode = prefixed ? at + 1 : at;
        if (memory.readByte(opcode) != INDIRECT) {
            return false;
        }
        int operand = memory.readByte(opcode + 1);
        if ((operand >>> 3 & 7) != 2) {
            return false;
        }
        return length == (prefixed ? 1 : 0) + 2 + operandBytes(operand, opcode + 2);
    }

    /** Bytes behind the byte that names the operand: one for an index, and a displacement. */
    private int operandBytes(int operand, long behind) {
        int mode = operand >>> 6;
        int base = operand & 7;
        boolean indexed = mode != 3 && base == 4;
        int displacement = switch (mode) {
            case 0 -> base == 5 || (indexed && (memory.readByte(behind) & 7) == 5) ? 4 : 0;
            case 1 -> 1;
            case 2 -> 4;
            default -> 0;
        };
        return (indexed ? 1 : 0) + displacement;
    }
}
