package dev.xmdb.target.guest.solaris.thread;

import dev.xmdb.target.memory.AddressSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * The bytes of a thread's stack, on which chains of frames are followed: each saved frame pointer must lie above the frame that holds
 * it, and a chain is whole when it reaches the stack's upper end.
 */
final class StackCrawl {
    private static final int WHOLE = -1;

    private final AddressSpace memory;
    private final long base;
    private final long top;
    private final long size;
    private final int word;
    private final int alignment;
    private final List<Long> returns = new ArrayList<>();
    private boolean truncated;

    /**
     * A stack.
     *
     * @param memory where it is; all of it must be there
     * @param base its lowest address
     * @param size its bytes
     * @param top where chains end
     */
    StackCrawl(AddressSpace memory, long base, long size, long top) {
        this.memory = memory;
        this.base = base;
        this.size = size;
        this.top = top;
        this.word = memory.wordSize();
        // A 64-bit kernel keeps its frames on even pairs of words; a 32-bit one only on words.
        this.alignment = word == Long.BYTES ? 2 * word : word;
    }

    /** Return addresses of the chain that was found whole. */
    List<Long> returns() {
        return returns;
    }

    /** Whether it has more than are kept. */
    boolean truncated() {
        return truncated;
    }

    private boolean holds(long frame) {
        return frame % alignment == 0 && size >= 2L * word && Long.compareUnsigned(frame - base, size - 2L * word) <= 0;
    }

    private boolean isTop(long caller) {
        return caller == top || top - caller == 2L * word;
    }

    /** Whether a frame can have been called from a frame. */
    private boolean follows(long caller, long frame) {
        return Long.compareUnsigned(caller, frame) > 0 && Long.compareUnsigned(caller, top - 2L * word) < 0;
    }

    /**
     * Follows a chain and keeps its return addresses.
     *
     * @param start the innermost frame
     * @return whether it is whole
     */
    boolean reachesTop(long start) {
        returns.clear();
        truncated = false;
        long frame = start;
        while (holds(frame)) {
            long caller = memory.readWord(frame);
            keep(memory.readWord(frame + word));
            if (isTop(caller)) {
                keepLast(caller);
                return true;
            }
            if (!follows(caller, frame)) {
                return false;
            }
            frame = caller;
        }
        return false;
    }

    private void keep(long returnAddress) {
        if (returns.size() < ThreadStack.MOST_RETURNS) {
            returns.add(returnAddress);
        } else {
            truncated = true;
        }
    }

    /** The frame at the very top is one of zeros, unless the thread came in from a user program: then that returns somewhere, too. */
    private void keepLast(long frame) {
        long returnAddress = holds(frame) ? memory.readWord(frame + word) : 0;
        if (returnAddress != 0) {
            keep(returnAddress);
        }
    }

    /** What a search of every place on a stack found. */
    interface Findings {
        /**
         * A chain that no other one leads to.
         *
         * @param frame its innermost frame
         * @param caller the frame pointer that is saved there
         * @param levels how many frames lie above it
         * @param whole whether it reaches the upper end of the stack
         * @return false when no more are wanted
         */
        boolean chain(long frame, long caller, int levels, boolean whole);
    }

    /** Delivers every chain of at least one step, the one that begins lowest first. */
    void search(Findings findings) {
        byte[] copy = new byte[(int) size];
        memory.read(base, copy, 0, copy.length);
        ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        LongUnaryOperator saved = frame -> word == Long.BYTES
                ? bytes.getLong((int) (frame - base))
                : Integer.toUnsignedLong(bytes.getInt((int) (frame - base)));
        long first = base + Math.floorMod(-base, alignment);
        int places = (int) Math.max(0, (size - (first - base)) / alignment);
        int[] levels = new int[places];
        boolean[] called = new boolean[places];
        // Callers lie above, so that going down each chain's levels follow from its caller's.
        for (int place = places - 1; place >= 0; place--) {
            long frame = first + (long) place * alignment;
            if (!holds(frame)) {
                continue;
            }
            long caller = saved.applyAsLong(frame);
            if (isTop(caller)) {
                levels[place] = WHOLE;
            } else if (follows(caller, frame)) {
                levels[place] = 1;
                if (holds(caller)) {
                    int at = (int) ((caller - first) / alignment);
                    called[at] = true;
                    levels[place] = levels[at] == WHOLE ? WHOLE : 1 + levels[at];
                }
            }
        }
        for (int place = 0; place < places; place++) {
            long frame = first + (long) place * alignment;
            if (levels[place] != 0
                    && !called[place]
                    && !findings.chain(frame, saved.applyAsLong(frame), levels[place], levels[place] == WHOLE)) {
                return;
            }
        }
    }
}
