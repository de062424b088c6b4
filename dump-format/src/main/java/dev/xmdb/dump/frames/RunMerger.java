package dev.xmdb.dump.frames;

import dev.xmdb.dump.FrameRun;
import dev.xmdb.dump.Frames;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Joins runs that continue each other before it passes them on. */
final class RunMerger {
    private final Consumer<FrameRun> action;
    private @Nullable FrameRun open;

    RunMerger(Consumer<FrameRun> action) {
        this.action = action;
    }

    void add(FrameRun run) {
        FrameRun before = open;
        if (before != null && continues(before, run)) {
            open = new FrameRun(before.pfn(), before.mfn(), before.slot(), before.length() + run.length());
            return;
        }
        finish();
        open = run;
    }

    /** Passes on what is left. */
    void finish() {
        FrameRun last = open;
        if (last != null) {
            action.accept(last);
            open = null;
        }
    }

    private static boolean continues(FrameRun before, FrameRun run) {
        boolean machine = before.mfn() == Frames.ABSENT
                ? run.mfn() == Frames.ABSENT
                : run.mfn() == before.mfn() + before.length();
        return machine && run.pfn() == before.pfn() + before.length() && run.slot() == before.slot() + before.length();
    }
}
