package dev.xmdb.target.guest.linux.stack;

import dev.xmdb.target.guest.linux.module.LoadedModules;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.StackSeam;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows stacks of a Linux kernel: by its unwind tables where it has them, by saved frame pointers where its code keeps them, and by the
 * look of the words on a stack where nothing else is left; such frames are marked as guesses.
 */
public final class LinuxUnwinder implements Unwinder {
    private static final int MOST_FRAMES = 200;
    private static final int WORD = 8;
    private static final String GUESSES = "what looks like a return address is listed";

    private final AddressSpace memory;
    private final StackAreas areas;
    private final Step.@Nullable Rule rule;
    private final StackScan scan;
    private final Method method;

    /** What stacks of a kernel are followed by. */
    public enum Method {
        /** Its unwind tables. */
        TABLES,
        /** Saved frame pointers. */
        FRAME_POINTERS,
        /** The look of words. */
        GUESSES
    }

    LinuxUnwinder(AddressSpace memory, StackAreas areas, Method method, Step.@Nullable Rule rule, LongPredicate code) {
        this.memory = memory;
        this.areas = areas;
        this.method = method;
        this.rule = rule;
        this.scan = new StackScan(memory, code);
    }

    /**
     * The unwinder for a kernel.
     *
     * @param symbols the kernel's symbols, by name
     * @param areas where it has stacks
     * @param tables its unwind tables; empty when it has none
     * @param modules its modules, asked for when a stack leads into one
     */
    public static LinuxUnwinder of(
            AddressSpace memory,
            Function<String, OptionalLong> symbols,
            StackAreas areas,
            Optional<OrcTables> tables,
            Supplier<LoadedModules> modules) {
        long first = symbols.apply("_stext").orElse(0);
        long end = symbols.apply("_etext").orElse(first);
        LongPredicate code = address -> Long.compareUnsigned(address - first, end - first) < 0
                || (address < 0 && modules.get().at(address).stream().anyMatch(module -> module.hasCode(address)));
        if (tables.isPresent()) {
            return new LinuxUnwinder(memory, areas, Method.TABLES, new OrcSteps(memory, tables.get()::at), code);
        }
        return FramePointerSteps.areKept(memory, symbols)
                ? new LinuxUnwinder(memory, areas, Method.FRAME_POINTERS, new FramePointerSteps(memory, areas), code)
                : new LinuxUnwinder(memory, areas, Method.GUESSES, null, code);
    }

    /** What it follows stacks by. */
    public Method method() {
        return method;
    }

    @Override
    public Unwind unwind(Start start) {
        if (start.equals(Start.atFrame(start.fp()))) {
            return fromFrame(start.sp());
        }
        return new Walk().follow(new Step.Place(start.pc(), start.sp(), start.fp(), true, Step.Passage.SAME_STACK));
    }

    /** The address of a frame is where its function's stack pointer stood: the call that it waits for left its return address below. */
    private Unwind fromFrame(long sp) {
        try {
            return new Walk().follow(new Step.Place(memory.readLong(sp - WORD), sp, 0, false, Step.Passage.SAME_STACK));
        } catch (MemoryFaultException fault) {
            return new Unwind(List.of(), new Unwind.End(Unwind.Cause.UNREADABLE, 0, sp, fault.getMessage()));
        }
    }

    /** Follows the stack of a thread that does not run, from where its saved stack pointer leads. */
    public Unwind unwindSwitchedOut(long returnAddress, long sp, long bp) {
        return new Walk().follow(new Step.Place(returnAddress, sp, bp, false, Step.Passage.SAME_STACK));
    }

    /** One walk over a stack. */
    private final class Walk {
        private final List<StackFrame> frames = new ArrayList<>();
        /** The highest stack pointer that was seen on each stack, by the stack's lowest address. */
        private final Map<Long, Long> heights = new HashMap<>();

        private @Nullable StackArea area;

        Unwind follow(Step.Place start) {
            Step.Place at = start;
            while (true) {
                Optional<Step.Stop> fault = frames.size() == MOST_FRAMES
                        ? Optional.of(new Step.Stop(
                                Unwind.Cause.TOO_LONG, "no stack has more than " + MOST_FRAMES + " frames"))
                        : enter(at);
                if (fault.isPresent()) {
                    return end(at, fault.get());
                }
                try {
                    switch (rule == null ? new Step.Stop(Unwind.Cause.GUESSED, GUESSES) : rule.from(at)) {
                        case Step.Place next -> at = next;
                        case Step.Stop stop -> {
                            return end(at, stop);
                        }
                    }
                } catch (MemoryFaultException lost) {
                    return end(at, new Step.Stop(Unwind.Cause.UNREADABLE, lost.getMessage()));
                }
            }
        }

        /** Adds a frame, unless its place cannot follow those before. */
        private Optional<Step.Stop> enter(Step.Place at) {
            // A caller's stack pointer at a stack's very end belongs to that stack: everything on it was taken off.
            StackArea here = areas.around(frames.isEmpty() ? at.sp() : at.sp() - 1);
            StackArea before = area;
            boolean moved = before != null && before.low() != here.low();
            if (moved && (at.passage() != Step.Passage.OTHER_STACK || !areas.exists(here))) {
                return Optional.of(new Step.Stop(
                        Unwind.Cause.ASTRAY,
                        "the stack pointer " + Long.toHexString(at.sp()) + " of the caller is on "
                                + (at.passage() == Step.Passage.OTHER_STACK ? "no stack" : "another stack")));
            }
            Long height = heights.put(here.low(), at.sp());
            if (height != null && Long.compareUnsigned(at.sp(), height) <= 0) {
                return Optional.of(
                        height == at.sp()
                                ? new Step.Stop(Unwind.Cause.CYCLE, "stack frames run in a circle")
                                : new Step.Stop(
                                        Unwind.Cause.ASTRAY,
                                        "the stack pointer goes back from " + Long.toHexString(height) + " to "
                                                + Long.toHexString(at.sp())));
            }
            area = here;
            Optional<String> left = moved ? Optional.of(before.name()) : Optional.empty();
            Optional<RegisterSet> interrupted = at.interrupted();
            frames.add(new StackFrame(
                    at.ip(),
                    at.sp(),
                    List.of(),
                    !at.exact() && at.ip() != 0,
                    at.passage() == Step.Passage.SUPPOSED,
                    left.isPresent() || interrupted.isPresent()
                            ? Optional.of(new StackSeam(left, interrupted))
                            : Optional.empty()));
            return Optional.empty();
        }

        private Unwind end(Step.Place at, Step.Stop stop) {
            if (stop.cause() == Unwind.Cause.NO_DATA || stop.cause() == Unwind.Cause.GUESSED) {
                frames.addAll(scan.frames(at.sp(), areas.around(at.sp() - 1).high(), MOST_FRAMES - frames.size()));
            }
            return new Unwind(
                    List.copyOf(frames), new Unwind.End(stop.cause(), 0, at.sp(), stop.reason()), stop.user());
        }
    }
}
