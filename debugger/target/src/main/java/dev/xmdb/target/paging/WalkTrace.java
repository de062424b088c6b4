package dev.xmdb.target.paging;

import dev.xmdb.target.paging.Translation.Outcome;
import dev.xmdb.target.paging.Translation.Step;
import java.util.ArrayList;
import java.util.List;

/** What a walk leaves behind when somebody wants to see its steps. */
final class WalkTrace {
    private final List<Step> steps = new ArrayList<>(5);
    private Outcome outcome = new Outcome.NonCanonical();
    private long lastTable;
    private long frame;
    private int pageShift = 12;

    void step(int level, long tableFrame, int index, long entry, long fileOffset) {
        steps.add(new Step(level, tableFrame, index, entry, fileOffset));
    }

    void end(Outcome how) {
        outcome = how;
    }

    void lastTable(long tableFrame) {
        lastTable = tableFrame;
    }

    long lastTable() {
        return lastTable;
    }

    void frame(long mapped) {
        frame = mapped;
    }

    long frame() {
        return frame;
    }

    void pageShift(int shift) {
        pageShift = shift;
    }

    int pageShift() {
        return pageShift;
    }

    List<Step> steps() {
        return steps;
    }

    Outcome outcome() {
        return outcome;
    }
}
