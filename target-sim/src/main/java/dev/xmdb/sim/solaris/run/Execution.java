package dev.xmdb.sim.solaris.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program in progress: the functions it is in, and how far it got in each. */
final class Execution {
    private static final int NOT_BLOCKED = -1;

    private final List<Activation> activations = new ArrayList<>();
    private int blocked = NOT_BLOCKED;
    private long remaining;
    private long since;

    private static final class Activation {
        private final @Nullable Frame frame;
        private final List<Step> body;
        private final boolean endless;
        private int next;

        private Activation(@Nullable Frame frame, List<Step> body, boolean endless) {
            this.frame = frame;
            this.body = body;
            this.endless = endless;
        }
    }

    /** A program that is one call. */
    static Execution of(Frame frame, List<Step> body, boolean endless) {
        Execution execution = new Execution();
        execution.activations.add(new Activation(frame, body, endless));
        return execution;
    }

    /** The step to take, or null at the end of the program. Functions whose steps are all taken return. */
    @Nullable
    Step current() {
        while (!activations.isEmpty()) {
            Activation top = activations.getLast();
            if (top.next < top.body.size()) {
                return top.body.get(top.next);
            }
            if (top.endless) {
                top.next = 0;
            } else {
                activations.removeLast();
            }
        }
        return null;
    }

    /** Goes on behind the current step. */
    void advance() {
        activations.getLast().next++;
        remaining = 0;
    }

    void call(@Nullable Frame frame, List<Step> body) {
        activations.add(new Activation(frame, body, false));
    }

    /** Calls what leads out of the CPU. */
    void block(Frame... frames) {
        blocked = activations.size();
        for (Frame frame : frames) {
            activations.add(new Activation(frame, List.of(), false));
        }
    }

    /** Returns from what led out of the CPU. */
    void resume() {
        if (blocked != NOT_BLOCKED) {
            activations.subList(blocked, activations.size()).clear();
            blocked = NOT_BLOCKED;
        }
    }

    /** Begins to compute, or goes on after an interruption. Returns how long it still takes. */
    long compute(int time, long now) {
        remaining = remaining == 0 ? time : remaining;
        since = now;
        return remaining;
    }

    /** Notes how much was computed until now. */
    void pause(long now) {
        if (remaining > 0) {
            remaining = Math.max(1, remaining - (now - since));
            since = now;
        }
    }

    /** Whether it gave up its CPU. */
    boolean isBlocked() {
        return blocked != NOT_BLOCKED;
    }

    /** The functions it is in, outermost first. */
    List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        for (Activation each : activations) {
            if (each.frame != null && !each.frame.equals(Frame.NONE)) {
                frames.add(each.frame);
            }
        }
        return frames;
    }
}
