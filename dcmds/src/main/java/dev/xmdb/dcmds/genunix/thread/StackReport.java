package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.StackListing;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.StackFinder;
import dev.xmdb.target.guest.solaris.thread.ThreadStack;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.stack.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A thread's stack as {@code ::findstack} prints it. */
final class StackReport {
    private final SolarisGuest kernel;
    private final StackFinder finder;
    private final Layout layout;

    StackReport(Invocation in, SolarisGuest kernel) {
        this.kernel = kernel;
        this.finder = new StackFinder(kernel, in.target().vcpus());
        this.layout = in.out().layout();
    }

    /**
     * What was found.
     *
     * @param lines the report
     * @param stack the stack
     * @param frames its frames without the innermost one
     * @param cpu the CPU that the thread runs on, when its registers are where the stack comes from
     * @param failure why it was not found; empty when it was, or when the lines say what is left of it
     */
    record Found(List<String> lines, ThreadStack stack, List<StackFrame> frames, OptionalLong cpu, String failure) {
        /** Adds where the stack of a thread may begin, where that is not known. */
        void addCandidates(Fields fields) {
            if (stack.candidates().isEmpty()) {
                return;
            }
            fields.add(
                    "possible",
                    new Value.Many(stack.candidates().stream()
                            .<Value>map(each -> new Fields()
                                    .address("sp", each.fp())
                                    .quantity("levels", each.levels())
                                    .value())
                            .toList()));
        }

        /** The code of its frames. */
        Value functions(Layout layout) {
            return StackListing.functions(layout, frames);
        }
    }

    /**
     * Looks for a thread's stack.
     *
     * @param thread the thread
     * @param style what is shown of frames
     * @param explained whether a line says where the stack of a running thread comes from
     */
    Found of(KernelThread thread, StackListing.Style style, boolean explained) {
        ThreadStack stack = finder.find(thread);
        String address = Long.toHexString(thread.address());
        if (stack.failure() != null) {
            return failed(thread, stack, address);
        }
        List<String> lines = new ArrayList<>();
        lines.add("stack pointer for thread " + address + (thread.is(ThreadState.FREE) ? " (TS_FREE)" : "") + ": "
                + Long.toHexString(stack.sp()));
        finder.cpuOf(stack)
                .ifPresent(cpu -> lines.addAll(
                        explained
                                ? List.of("running on CPU " + cpu + ": from the registers of vCPU " + cpu)
                                : List.of()));
        if (stack.pc() != 0) {
            lines.add(String.format(
                    Locale.ROOT, "[ %0" + layout.pointerDigits() + "x %s() ]", stack.sp(), layout.label(stack.pc())));
        }
        List<StackFrame> frames = finder.frames(stack, thread);
        new StackListing(layout, kernel, style).lines(frames).forEach(line -> lines.add("  " + line));
        return new Found(lines, stack, frames, finder.cpuOf(stack), "");
    }

    private static Found failed(KernelThread thread, ThreadStack stack, String address) {
        if (stack.failure() == ThreadStack.Failure.NOT_FOUND
                && !stack.candidates().isEmpty()) {
            List<String> lines = new ArrayList<>();
            lines.add("Possible stack pointers for thread " + address + ":");
            stack.candidates()
                    .forEach(each -> lines.add("  " + Long.toHexString(each.fp()) + " (" + each.levels() + ")"));
            return new Found(lines, stack, List.of(), OptionalLong.empty(), "");
        }
        return new Found(List.of(), stack, List.of(), OptionalLong.empty(), failure(thread, stack.failure(), address));
    }

    private static String failure(KernelThread thread, ThreadStack.Failure failure, String address) {
        return switch (failure) {
            case NOT_IN_MEMORY -> "thread " + address + " isn't in memory";
            case NOT_FOUND -> "failed to find a consistent stack for thread " + address;
            case CORRUPT -> {
                if (Long.compareUnsigned(thread.stackTop(), thread.stackBase()) <= 0) {
                    yield "stack base or stack top corrupt for thread " + address;
                }
                yield StackFinder.isTooBig(thread)
                        ? "stack size for thread " + address + " is too big to be reasonable"
                        : "couldn't read entire stack for thread " + address;
            }
        };
    }
}
