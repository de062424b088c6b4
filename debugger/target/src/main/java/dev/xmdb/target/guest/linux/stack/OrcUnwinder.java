package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Follows stacks by the kernel's own unwind tables. Interrupts and switches from one stack to another need nothing special: the tables
 * lead through them.
 */
public final class OrcUnwinder implements Unwinder {
    private static final int MOST_FRAMES = 200;
    private static final int WORD = 8;
    private static final int USER = 3;
    private static final int PREVIOUS_BP_OF_UNKNOWN_CODE = 16;

    /** Where {@code struct pt_regs} has what is needed to go on, in bytes; the processor itself wrote the last five words. */
    private static final Map<OrcRegister, Integer> SAVED = Map.of(
            OrcRegister.R13, 16,
            OrcRegister.BP, 32,
            OrcRegister.R10, 56,
            OrcRegister.AX, 80,
            OrcRegister.DX, 96,
            OrcRegister.DI, 112);

    private static final int SAVED_IP = 128;
    private static final int SAVED_CS = 136;
    private static final int SAVED_SP = 152;

    private final AddressSpace memory;
    private final LongFunction<Optional<OrcEntry>> tables;

    /** An unwinder over a kernel's memory. */
    public OrcUnwinder(AddressSpace memory, OrcTables tables) {
        this(memory, tables::at);
    }

    OrcUnwinder(AddressSpace memory, LongFunction<Optional<OrcEntry>> tables) {
        this.memory = memory;
        this.tables = tables;
    }

    /** What one step leads to. */
    private sealed interface Step {}

    /**
     * Where a function stands.
     *
     * @param ip its instruction, or the one it will return to
     * @param exact whether {@code ip} is the next instruction, and not one behind a call
     * @param registers further registers, where they are known
     */
    private record Place(long ip, long sp, long bp, boolean exact, Map<OrcRegister, Long> registers) implements Step {}

    /** Why there is no next place. */
    private record Stop(Unwind.Cause cause, String reason) implements Step {}

    @Override
    public Unwind unwind(Start start) {
        if (start.equals(Start.atFrame(start.fp()))) {
            return fromFrame(start.sp());
        }
        return follow(new Place(start.pc(), start.sp(), start.fp(), true, Map.of()));
    }

    /** The address of a frame is where its function's stack pointer stood: the call that it waits for left its return address below. */
    private Unwind fromFrame(long sp) {
        try {
            return follow(new Place(memory.readLong(sp - WORD), sp, 0, false, Map.of()));
        } catch (MemoryFaultException fault) {
            return new Unwind(List.of(), new Unwind.End(Unwind.Cause.UNREADABLE, 0, sp, fault.getMessage()));
        }
    }

    /** Follows the stack of a thread that does not run, from where its saved stack pointer leads. */
    public Unwind unwindSwitchedOut(long returnAddress, long sp, long bp) {
        return follow(new Place(returnAddress, sp, bp, false, Map.of()));
    }

    private Unwind follow(Place start) {
        var frames = new ArrayList<StackFrame>();
        Set<Long> stackPointers = new HashSet<>();
        Place at = start;
        while (true) {
            if (frames.size() == MOST_FRAMES) {
                return end(frames, at, Unwind.Cause.TOO_LONG, "no stack has more than " + MOST_FRAMES + " frames");
            }
            if (!stackPointers.add(at.sp())) {
                return end(frames, at, Unwind.Cause.CYCLE, "stack frames run in a circle");
            }
            frames.add(new StackFrame(at.ip(), at.sp(), List.of(), !at.exact() && at.ip() != 0));
            try {
                switch (step(at)) {
                    case Place next -> at = next;
                    case Stop stop -> {
                        return end(frames, at, stop.cause(), stop.reason());
                    }
                }
            } catch (MemoryFaultException fault) {
                return end(frames, at, Unwind.Cause.UNREADABLE, fault.getMessage());
            }
        }
    }

    private static Unwind end(List<StackFrame> frames, Place at, Unwind.Cause cause, String reason) {
        return new Unwind(List.copyOf(frames), new Unwind.End(cause, 0, at.sp(), reason));
    }

    private Step step(Place at) {
        if (at.ip() == 0) {
            // A call through a null pointer: its caller is at the top of the stack.
            return called(at, at.sp() + WORD, null);
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
                return new Stop(Unwind.Cause.UNREADABLE, "the kernel's unwind tables know nothing of " + hex(at.ip()));
            }
            default -> {}
        }
        if (entry.sp() == OrcRegister.SP_INDIRECT) {
            return indirect(at, entry);
        }
        Long base = base(at, entry);
        if (base == null) {
            return new Stop(
                    Unwind.Cause.UNREADABLE, "the stack pointer at " + hex(at.ip()) + " is in a register that is lost");
        }
        return next(at, entry, base);
    }

    /** The table's word for a stack switch: the other stack's pointer lies at the stack pointer; up to 5.11 at a distance from it. */
    private Step indirect(Place at, OrcEntry entry) {
        long first = memory.readLong(at.sp()) + entry.spOffset();
        if (memory.readable(first - WORD, WORD) == WORD) {
            return next(at, entry, first);
        }
        return next(at, entry, memory.readLong(at.sp() + entry.spOffset()));
    }

    private Step next(Place at, OrcEntry entry, long base) {
        return switch (entry.type()) {
            case REGISTERS -> interrupted(at, base, true);
            case PARTIAL_REGISTERS -> interrupted(at, base - SAVED_IP, false);
            default -> called(at, base, entry);
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

    private Place called(Place at, long base, @Nullable OrcEntry entry) {
        long bp = entry == null ? at.bp() : callersBp(at, base, entry);
        return new Place(memory.readLong(base - WORD), base, bp, entry != null && entry.signal(), Map.of());
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
        long ip = memory.readLong(saved + SAVED_IP);
        if ((memory.readLong(saved + SAVED_CS) & USER) != 0) {
            return new Stop(Unwind.Cause.OUTERMOST, "it came from user mode at " + hex(ip));
        }
        var registers = new EnumMap<OrcRegister, Long>(OrcRegister.class);
        if (whole) {
            SAVED.forEach((register, offset) -> registers.put(register, memory.readLong(saved + offset)));
        }
        long bp = registers.getOrDefault(OrcRegister.BP, at.bp());
        return new Place(ip, memory.readLong(saved + SAVED_SP), bp, true, registers);
    }

    /** Code that the kernel made at run time has no entries, but keeps a frame pointer. */
    private Step unknownCode(Place at) {
        long base = at.bp() + PREVIOUS_BP_OF_UNKNOWN_CODE;
        if (Long.compareUnsigned(base, at.sp()) <= 0) {
            return new Stop(Unwind.Cause.UNREADABLE, "the kernel's unwind tables have no entry for " + hex(at.ip()));
        }
        return new Place(
                memory.readLong(base - WORD),
                base,
                memory.readLong(base - PREVIOUS_BP_OF_UNKNOWN_CODE),
                false,
                Map.of());
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }
}
