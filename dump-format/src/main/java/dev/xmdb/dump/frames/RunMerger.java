package dev.xmdb.dump.frames;

import dev.xmdb.dump.FrameRun;
import dev.xmdb.dump.Frames;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Joins runs that continue each other before it passes them on. */
final class RunMerger {
    private final Predicate<FrameRun> action;
    private @Nullable FrameRun open;

    RunMerger(Predicate<FrameRun> action) {
        this.action = action;
    }

    /** Takes a run. Returns false when no more are wanted. */
    boolean add(FrameRun run) {
        FrameRun before = open;
        if (before != null && continues(before, run)) {
            open = new FrameRun(before.pfn(), before.mfn(), before.slot(), before.length() + run.length());
            return true;
        }
        boolean more = finish();
        open = more ? run : null;
        return more;
    }

    /** Passes on what is left. Returns false when no more are wanted. */
    boolean finish() {
        FrameRun last = open;
        open = null;
        return last == null || action.test(last);
    }

    private static boolean continues(FrameRun before, FrameRun run) {
        boolean machine = before.mfn() == Frames.ABSENT
                ? run.mfn() == Frames.ABSENT
                : run.mfn() == before.mfn() + before.length();
        return machine && run.pfn() == before.pfn() + before.length() && run.slot() == before.slot() + before.length();
    }
}
