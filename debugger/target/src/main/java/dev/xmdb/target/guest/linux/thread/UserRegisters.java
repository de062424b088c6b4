package dev.xmdb.target.guest.linux.thread;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.stack.SavedRegisters;
import dev.xmdb.target.guest.linux.stack.StackArea;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.registers.RegisterSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The registers with which a task entered the kernel from user mode. They lie at the top of its kernel stack: up to 6.8, and in kernels
 * built without FRED, at its very end, else 16 bytes lower.
 */
final class UserRegisters {
    private static final int PADDING = 16;
    /** Code segments of user mode, 64-bit and 32-bit; those of PV guests are the same. */
    private static final Set<Long> CODE_SEGMENTS = Set.of(0x33L, 0x23L);

    private static final Set<Long> STACK_SEGMENTS = Set.of(0x2bL);
    private static final int SS = SavedRegisters.SIZE - Long.BYTES;
    private static final int CS = SS - 3 * Long.BYTES;

    private UserRegisters() {}

    /** The registers; empty for a thread of the kernel's own, and where they are not those of user mode. */
    static Optional<RegisterSet> of(LinuxGuest guest, LinuxTask task) {
        Optional<StackArea> stack = guest.stackAreas().of(task);
        if (stack.isEmpty() || task.memory() == 0) {
            return Optional.empty();
        }
        boolean padded = guest.kallsyms().valueOf("asm_fred_entrypoint_user").isPresent();
        for (int padding : padded ? List.of(PADDING, 0) : List.of(0, PADDING)) {
            long at = stack.get().high() - padding - SavedRegisters.SIZE;
            try {
                if (CODE_SEGMENTS.contains(guest.memory().readLong(at + CS))
                        && STACK_SEGMENTS.contains(guest.memory().readLong(at + SS))) {
                    return Optional.of(SavedRegisters.all(guest.memory(), at));
                }
            } catch (MemoryFaultException lost) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
