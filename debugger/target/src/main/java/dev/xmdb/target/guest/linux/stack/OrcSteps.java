package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.guest.linux.stack.Step.Passage;
import dev.xmdb.target.guest.linux.stack.Step.Place;
import dev.xmdb.target.guest.linux.stack.Step.Stop;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.Unwind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Steps outwards by the kernel's own unwind tables. Interrupts and switches from one stack to another need nothing special: the tables
 * lead through them.
 */
final class OrcSteps implements Step.Rule {
    private static final int WORD = 8;
    private static final int PREVIOUS_BP_OF_UNKNOWN_CODE = 16;

    /** Where {@code struct pt_regs} has what is needed to go on, in bytes; the processor itself wrote the last five words. */
    private static final Map<OrcRegister, Integer> SAVED = Map.of(
            OrcRegister.R13, 16,
            OrcRegister.BP, 32,
            OrcRegister.R10, 56,
            OrcRegister.AX, 80,
            OrcRegister.DX, 96,
            OrcRegister.DI, 112);

    private final AddressSpace memory;
    private final LongFunction<Optional<OrcEntry>> tables;

    /**
     * Steps over a kernel's memory.
     *
     * @param tables what is known at an instruction
     */
    OrcSteps(AddressSpace memory, LongFunction<Optional<OrcEntry>> tables) {
        this.memory = memory;
        this.tables = tables;
    }

    @Override
    public Step from(Place at) {
        if (at.ip() == 0) {
            // A call through a null pointer: its caller is at the top of the stack.
            return called(at, at.sp() + WORD, null, Passage.SAME_STACK);
        }
        Optional<OrcEntry> found = tables.apply(at.exact() ? at.ip() : at.ip() - 1);
        if (found.isEmpty()) {
            return unknownCode(at);
        }
        OrcEntry entry = found.get();
        switch (entry.type()) {
            case END -> {
                return new Stop(Unwind.Cause.OUTERMOST, "the stack begins here");
            }
            case UNDEFINED -> {
                return new Stop(Unwind.Cause.NO_DATA, "the kernel's unwind tables know nothing of " + hex(at.ip()));
            }
            default -> {}
        }
        if (entry.sp() == OrcRegister.SP_INDIRECT) {
            return indirect(at, entry);
        }
        Long base = base(at, entry);
        if (base == null) {
            return new Stop(
                    Unwind.Cause.NO_DATA, "the stack pointer at " + hex(at.ip()) + " is in a register that is lost");
        }
        return next(at, entry, base, Passage.SAME_STACK);
    }

    /** The table's word for a stack switch: the other stack's pointer lies at the stack pointer; up to 5.11 at a distance from it. */
    private Step indirect(Place at, OrcEntry entry) {
        long first = memory.readLong(at.sp()) + entry.spOffset();
        if (memory.readable(first - WORD, WORD) == WORD) {
            return next(at, entry, first, Passage.OTHER_STACK);
        }
        return next(at, entry, memory.readLong(at.sp() + entry.spOffset()), Passage.OTHER_STACK);
    }

    private Step next(Place at, OrcEntry entry, long base, Passage passage) {
        return switch (entry.type()) {
            case REGISTERS -> interrupted(at, base, true);
            case PARTIAL_REGISTERS -> interrupted(at, base - SavedRegisters.IP, false);
            default -> called(at, base, entry, passage);
        };
    }

    private @Nullable Long base(Place at, OrcEntry entry) {
        return switch (entry.sp()) {
            case SP -> at.sp() + entry.spOffset();
            case BP -> at.bp() + entry.spOffset();
            case BP_INDIRECT -> memory.readLong(at.bp() + entry.spOffset());
            case AX, DX, DI, R10, R13 -> at.registers().get(entry.sp());
            case UNDEFINED, PREVIOUS_SP, SP_INDIRECT -> null;
        };
    }

    private Place called(Place at, long base, @Nullable OrcEntry entry, Passage passage) {
        long bp = entry == null ? at.bp() : callersBp(at, base, entry);
        return new Place(memory.readLong(base - WORD), base, bp, entry != null && entry.signal(), passage);
    }

    private long callersBp(Place at, long base, OrcEntry entry) {
        return switch (entry.bp()) {
            case PREVIOUS_SP -> memory.readLong(base + entry.bpOffset());
            case BP -> memory.readLong(at.bp() + entry.bpOffset());
            default -> at.bp();
        };
    }

    /** What the processor and the entry code saved of an interrupted context. */
    private Step interrupted(Place at, long saved, boolean whole) {
        long ip = memory.readLong(saved + SavedRegisters.IP);
        RegisterSet all = whole ? SavedRegisters.all(memory, saved) : SavedRegisters.ofProcessor(memory, saved);
        if (SavedRegisters.ofUser(memory, saved)) {
            return new Stop(Unwind.Cause.OUTERMOST, "it came from user mode at " + hex(ip), Optional.of(all));
        }
        var registers = new EnumMap<OrcRegister, Long>(OrcRegister.class);
        if (whole) {
            SAVED.forEach((register, offset) -> registers.put(register, memory.readLong(saved + offset)));
        }
        long bp = registers.getOrDefault(OrcRegister.BP, at.bp());
        long sp = memory.readLong(saved + SavedRegisters.SP);
        return new Place(ip, sp, bp, true, registers, Passage.OTHER_STACK, Optional.of(all));
    }

    /** Code that the kernel made at run time has no entries, but keeps a frame pointer. */
    private Step unknownCode(Place at) {
        long base = at.bp() + PREVIOUS_BP_OF_UNKNOWN_CODE;
        if (Long.compareUnsigned(base, at.sp()) <= 0) {
            return new Stop(Unwind.Cause.NO_DATA, "the kernel's unwind tables have no entry for " + hex(at.ip()));
        }
        return new Place(
                memory.readLong(base - WORD),
                base,
                memory.readLong(base - PREVIOUS_BP_OF_UNKNOWN_CODE),
                false,
                Passage.SUPPOSED);
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }
}
