package dev.xmdb.target.guest.linux.report;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.variable.ReadableVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.registers.NamedRegisters;
import dev.xmdb.target.registers.RegisterSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a CPU writes down as a kernel with a loaded crash kernel stops: an ELF note {@code CORE} of the type for a process' status, with
 * the registers in the order of a process' core file (x86-64 psABI, struct user_regs_struct).
 */
final class CrashNote {
    private static final int NAME_SIZE = 5;
    private static final int STATUS = 1;
    private static final String NAME = "CORE";
    private static final int DESCRIPTOR = 20;
    private static final int REGISTERS = 112;
    private static final int SMALLEST = REGISTERS + 27 * Long.BYTES;
    private static final int LARGEST = 1024;
    private static final List<String> ORDER = List.of(
            "r15",
            "r14",
            "r13",
            "r12",
            "rbp",
            "rbx",
            "r11",
            "r10",
            "r9",
            "r8",
            "rax",
            "rcx",
            "rdx",
            "rsi",
            "rdi",
            "orig_rax",
            "rip",
            "cs",
            "rflags",
            "rsp",
            "ss",
            "fsbase",
            "gsbase",
            "ds",
            "es",
            "fs",
            "gs");

    private CrashNote() {}

    /** The registers that a CPU wrote down; empty when it did not. */
    static Optional<RegisterSet> read(LinuxGuest guest, int cpu) {
        OptionalLong notes = ReadableVariables.of(guest).word("crash_notes");
        if (notes.isEmpty() || notes.getAsLong() == 0) {
            return Optional.empty();
        }
        try {
            PagedMemory memory = guest.memory();
            long at = guest.perCpu().address(notes.getAsLong(), cpu);
            int size = memory.readInt(at + 4);
            if (memory.readInt(at) != NAME_SIZE
                    || size < SMALLEST
                    || size > LARGEST
                    || memory.readInt(at + 8) != STATUS
                    || memory.readInt(at + 12) != word(NAME)) {
                return Optional.empty();
            }
            Map<String, Long> values = new HashMap<>();
            for (int each = 0; each < ORDER.size(); each++) {
                values.put(ORDER.get(each), memory.readLong(at + DESCRIPTOR + REGISTERS + (long) each * Long.BYTES));
            }
            return Optional.of(new NamedRegisters(Long.BYTES, values));
        } catch (MemoryFaultException lost) {
            return Optional.empty();
        }
    }

    private static int word(String four) {
        return four.charAt(0) | four.charAt(1) << 8 | four.charAt(2) << 16 | four.charAt(3) << 24;
    }
}
