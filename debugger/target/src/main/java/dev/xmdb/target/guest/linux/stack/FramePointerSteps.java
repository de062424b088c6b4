package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.guest.linux.stack.Step.Passage;
import dev.xmdb.target.guest.linux.stack.Step.Place;
import dev.xmdb.target.guest.linux.stack.Step.Stop;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.Unwind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Steps outwards by saved frame pointers, in kernels that keep them instead of unwind tables (CONFIG_UNWINDER_FRAME_POINTER). Where
 * registers were saved, the frame pointer is their address with its lowest bit set (since 4.9).
 */
final class FramePointerSteps implements Step.Rule {
    private static final int WORD = 8;
    private static final int SAVED = 1;
    /** Bytes that a kernel with FRED keeps free above the first registers on a stack. */
    private static final int MOST_PADDING = 16;
    /** Functions whose beginning tells whether this kernel's code keeps frame pointers. */
    private static final List<String> SAMPLES =
            List.of("schedule", "kthread", "worker_thread", "vfs_read", "vfs_write", "mutex_lock", "do_exit", "kfree");

    private static final int PROLOGUE = 24;
    /** The code of {@code push %rbp; mov %rsp,%rbp}, as a little-endian number. */
    private static final int KEEPING = 0xe589_4855;

    private final AddressSpace memory;
    private final StackAreas areas;

    FramePointerSteps(AddressSpace memory, StackAreas areas) {
        this.memory = memory;
        this.areas = areas;
    }

    /** Whether a kernel's functions keep frame pointers: most of those that are looked at begin with saving them. */
    static boolean areKept(AddressSpace memory, Function<String, OptionalLong> symbols) {
        int looked = 0;
        int keeping = 0;
        for (String name : SAMPLES) {
            OptionalLong function = symbols.apply(name);
            if (function.isPresent() && memory.readable(function.getAsLong(), PROLOGUE) == PROLOGUE) {
                looked++;
                keeping += keeps(memory, function.getAsLong()) ? 1 : 0;
            }
        }
        return 2 * keeping > looked;
    }

    private static boolean keeps(AddressSpace memory, long function) {
        for (int at = 0; at <= PROLOGUE - Integer.BYTES; at++) {
            if (memory.readInt(function + at) == KEEPING) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Step from(Place at) {
        long bp = at.bp();
        if (bp == 0) {
            return new Stop(Unwind.Cause.OUTERMOST, "the frame has no caller");
        }
        if ((bp & SAVED) != 0) {
            return interrupted(bp - SAVED);
        }
        if (bp % WORD != 0) {
            return new Stop(
                    Unwind.Cause.MISALIGNED, "stack address " + Long.toHexString(bp) + " is not properly aligned");
        }
        if (Long.compareUnsigned(bp + 2 * WORD, at.sp()) < 0
                || !areas.around(at.sp()).contains(bp)) {
            return new Stop(Unwind.Cause.NO_DATA, "frame pointer " + Long.toHexString(bp) + " is not on the stack");
        }
        return new Place(memory.readLong(bp + WORD), bp + 2 * WORD, memory.readLong(bp), false, Passage.SAME_STACK);
    }

    private Step interrupted(long saved) {
        RegisterSet all = SavedRegisters.all(memory, saved);
        long ip = memory.readLong(saved + SavedRegisters.IP);
        if (SavedRegisters.ofUser(memory, saved)) {
            return new Stop(
                    Unwind.Cause.OUTERMOST, "it came from user mode at " + Long.toHexString(ip), Optional.of(all));
        }
        StackArea area = areas.around(saved);
        if (area.kind() == StackArea.Kind.TASK
                && area.high() - (saved + SavedRegisters.SIZE) <= MOST_PADDING
                && area.high() - (saved + SavedRegisters.SIZE) >= 0) {
            // A thread of the kernel's own has a place for registers of user mode too, and nothing in it.
            return new Stop(Unwind.Cause.OUTERMOST, "the stack begins here");
        }
        return new Place(
                ip,
                memory.readLong(saved + SavedRegisters.SP),
                all.value("rbp").orElse(0),
                true,
                Map.of(),
                Passage.OTHER_STACK,
                Optional.of(all));
    }
}
