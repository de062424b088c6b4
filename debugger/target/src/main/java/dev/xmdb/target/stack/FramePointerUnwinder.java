package dev.xmdb.target.stack;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows saved frame pointers: at each there is the caller's, and after it the address to return to. A kernel that switches stacks by
 * ordinary calls, and that lays out interrupted registers as a frame, is followed from one stack to the next.
 */
public final class FramePointerUnwinder implements Unwinder {
    /** More frames than fit the largest kernel stack. */
    private static final int MOST_FRAMES = 16384;

    private final AddressSpace memory;
    private final SavedArguments arguments;

    /** What a function keeps of its arguments. */
    @FunctionalInterface
    public interface SavedArguments {
        /** The arguments of the function that contains an address, in its frame; empty when they cannot be told. */
        List<Long> of(long pc, long fp);
    }

    /**
     * An unwinder.
     *
     * @param memory where the stacks are
     * @param arguments how arguments are found
     */
    public FramePointerUnwinder(AddressSpace memory, SavedArguments arguments) {
        this.memory = memory;
        this.arguments = arguments;
    }

    @Override
    public Unwind unwind(Start start) {
        var frames = new ArrayList<StackFrame>();
        Set<Long> seen = new HashSet<>();
        long fp = start.fp();
        long pc = start.pc();
        int word = memory.wordSize();
        while (fp != 0) {
            if (fp % word != 0) {
                return end(frames, Unwind.Cause.MISALIGNED, pc, fp, "stack address is not properly aligned");
            }
            if (!seen.add(fp)) {
                return end(frames, Unwind.Cause.CYCLE, pc, fp, "stack frames run in a circle");
            }
            if (frames.size() == MOST_FRAMES) {
                return end(frames, Unwind.Cause.TOO_LONG, pc, fp, "no stack has more than " + MOST_FRAMES + " frames");
            }
            long caller;
            long returnAddress;
            try {
                caller = memory.readWord(fp);
                returnAddress = memory.readWord(fp + word);
            } catch (MemoryFaultException fault) {
                return end(frames, Unwind.Cause.UNREADABLE, pc, fp, fault.reason());
            }
            if (pc != 0) {
                frames.add(new StackFrame(pc, fp, arguments.of(pc, fp)));
            }
            fp = caller;
            pc = returnAddress;
        }
        return end(frames, Unwind.Cause.OUTERMOST, pc, 0, "the frame has no caller");
    }

    private static Unwind end(List<StackFrame> frames, Unwind.Cause cause, long pc, long fp, String reason) {
        return new Unwind(List.copyOf(frames), new Unwind.End(cause, pc, fp, reason));
    }
}
