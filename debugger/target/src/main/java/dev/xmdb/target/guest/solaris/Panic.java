package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.registers.NamedRegisters;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a kernel left of its panic, if it had one. */
public final class Panic {
    private static final int BUFFER = 8192;
    private static final int NAME = 16;
    private static final int PAIR = NAME + Long.BYTES;
    private static final int MESSAGE_OFFSET = 4;
    /** Where the named values begin: in version 1 after two words, in version 2 after an image's UUID too. */
    private static final int VALUES = 8;

    private static final int VALUES_AFTER_UUID = 48;
    private static final int LONGEST_MESSAGE = 1024;

    private final SolarisGuest kernel;
    private final AddressSpace memory;

    /** Names in {@code struct regs} of the registers that are not called there as debuggers call them. */
    private static final Map<String, String> IN_TRAP =
            Map.of("rflags", "r_rfl", "fsbase", "__r_fsbase", "gsbase", "__r_gsbase");

    private static final List<String> TRAP_REGISTERS = List.of(
            "rdi", "rsi", "rdx", "rcx", "r8", "r9", "rax", "rbx", "rbp", "r10", "r11", "r12", "r13", "r14", "r15", "ds",
            "es", "fs", "gs", "trapno", "err", "rip", "cs", "rflags", "rsp", "ss", "fsbase", "gsbase");

    /** Of a kernel. */
    public Panic(SolarisGuest kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
    }

    /** Why it panicked, by {@code panicstr}: a format, whose values are in the record's message. Empty when it did not. */
    public Optional<String> reason() {
        OptionalLong text = pointer("panicstr");
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(StructView.text(memory, text.getAsLong(), LONGEST_MESSAGE));
        } catch (MemoryFaultException unreadable) {
            return Optional.of("(unreadable: " + unreadable.getMessage() + ")");
        }
    }

    /** The thread that panicked; empty when none did. */
    public OptionalLong thread() {
        return pointer("panic_thread");
    }

    /** The value of a pointer variable; empty when it is null, cannot be read or does not exist. */
    private OptionalLong pointer(String name) {
        OptionalLong at = kernel.symbols().valueOf(name);
        try {
            long value = at.isEmpty() ? 0 : memory.readWord(at.getAsLong());
            return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
        } catch (MemoryFaultException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** Why {@link #record} is empty: a sentence without a subject's name. */
    public String missing() {
        int version = memory.readInt(kernel.variable("panicbuf"));
        return version == 0
                ? "nothing is recorded there, the kernel did not panic"
                : "version " + Integer.toUnsignedString(version) + " of its contents is not known";
    }

    /**
     * What it wrote into {@code panicbuf}; empty when there is nothing of a version that is known.
     *
     * @throws MemoryFaultException when the buffer is not in memory
     */
    public Optional<PanicRecord> record() {
        long at = kernel.variable("panicbuf");
        int version = memory.readInt(at);
        long message = Integer.toUnsignedLong(memory.readInt(at + MESSAGE_OFFSET));
        int first = version == 1 ? VALUES : VALUES_AFTER_UUID;
        if ((version != 1 && version != 2) || message < first || message >= BUFFER) {
            return Optional.empty();
        }
        List<PanicRecord.Value> values = new ArrayList<>();
        for (long place = first; place + PAIR <= message; place += PAIR) {
            values.add(new PanicRecord.Value(
                    StructView.text(memory, at + place, NAME), memory.readLong(at + place + NAME)));
        }
        return Optional.of(new PanicRecord(
                StructView.text(memory, at + message, (int) Math.min(LONGEST_MESSAGE, BUFFER - message)), values));
    }

    /**
     * The registers of the moment: from {@code panicbuf}, else those of the trap that {@code panic_reg} leads to.
     *
     * @return empty when the kernel did not panic, or what it wrote cannot be read
     */
    public Optional<RegisterSet> registers() {
        try {
            if (kernel.symbols().valueOf("panicbuf").isPresent()) {
                Optional<PanicRecord> record = record();
                if (record.isPresent() && !record.get().values().isEmpty()) {
                    Map<String, Long> values = new HashMap<>();
                    record.get().values().forEach(value -> values.putIfAbsent(value.name(), value.value()));
                    return Optional.of(new NamedRegisters(memory.wordSize(), values));
                }
            }
            OptionalLong trap = pointer("panic_reg");
            return trap.isEmpty() ? Optional.empty() : Optional.of(inTrap(trap.getAsLong()));
        } catch (MemoryFaultException | TypeDataException unreadable) {
            return Optional.empty();
        }
    }

    private RegisterSet inTrap(long address) {
        StructView trap = kernel.types().layout("struct regs").at(memory, address);
        Map<String, Long> values = new HashMap<>();
        for (String name : TRAP_REGISTERS) {
            String member = IN_TRAP.getOrDefault(name, "r_" + name);
            if (trap.layout().has(member)) {
                values.put(name, trap.number(member));
            }
        }
        return new NamedRegisters(memory.wordSize(), values);
    }

    /** Lines about the panic for {@code ::status}; none when there was none. */
    List<String> statusLines() {
        Optional<String> reason = reason();
        if (reason.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add("panic message: " + message().orElse(reason.get()));
        thread().ifPresent(thread -> lines.add("panic thread: " + Long.toHexString(thread)));
        return lines;
    }

    private Optional<String> message() {
        try {
            return kernel.symbols().valueOf("panicbuf").isEmpty()
                    ? Optional.empty()
                    : record().map(PanicRecord::message).filter(text -> !text.isEmpty());
        } catch (MemoryFaultException unreadable) {
            return Optional.empty();
        }
    }
}
