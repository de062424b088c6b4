package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.registers.NamedRegisters;
import dev.xmdb.target.registers.RegisterSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code struct pt_regs}: the registers that the kernel's entry code saves on a stack, the last five of which the processor itself wrote.
 * Its layout is the same in every 64-bit kernel.
 */
public final class SavedRegisters {
    /** Bytes of it. */
    public static final int SIZE = 168;

    /** What the kernel keeps of {@code rax} as it was at entry: the number of the system call, -1 for an interrupt. */
    public static final String ENTRY_RAX = "orig_rax";

    static final int IP = 128;
    static final int CS = 136;
    static final int SP = 152;
    private static final int USER = 3;
    private static final List<String> NAMES = List.of(
            "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi", "rdi",
            ENTRY_RAX, "rip", "cs", "rflags", "rsp", "ss");
    private static final int FIRST_OF_PROCESSOR = NAMES.indexOf("rip");

    private SavedRegisters() {}

    /** Whether they are those of user mode. On the stacks of PV guests the code segment of the kernel has privilege 0 too. */
    public static boolean ofUser(AddressSpace memory, long at) {
        return (memory.readLong(at + CS) & USER) != 0;
    }

    /** All registers, by the names of {@link RegisterSet}. */
    public static RegisterSet all(AddressSpace memory, long at) {
        return from(memory, at, 0);
    }

    /** The registers that the processor wrote, of a structure that would begin at an address. */
    static RegisterSet ofProcessor(AddressSpace memory, long at) {
        return from(memory, at, FIRST_OF_PROCESSOR);
    }

    private static RegisterSet from(AddressSpace memory, long at, int first) {
        Map<String, Long> values = new HashMap<>();
        for (int each = first; each < NAMES.size(); each++) {
            values.put(NAMES.get(each), memory.readLong(at + each * (long) Long.BYTES));
        }
        return new NamedRegisters(Long.BYTES, values);
    }
}
