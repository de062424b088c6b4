package dev.xmdb.engine.run;

import java.util.function.Supplier;

/** Dot, one for each level of evaluation, and what moves it: the increment and the last address used. */
final class Frames {
    private Frame frame = new Frame(0);
    private long increment;
    private long lastAddress;
    private boolean incrementSet;

    long dot() {
        return frame.dot();
    }

    void dot(long address) {
        frame.dot(address);
    }

    long increment() {
        return increment;
    }

    void increment(long bytes) {
        increment = bytes;
        incrementSet = true;
    }

    long lastAddress() {
        return lastAddress;
    }

    void lastAddress(long address) {
        lastAddress = address;
    }

    /** Forgets whether the increment was set. */
    void beginRun() {
        incrementSet = false;
    }

    /** How far the last run moves dot for the next one. */
    long incrementOfRun() {
        return incrementSet ? increment : 0;
    }

    /** Runs something with a dot of its own; an increment that it sets does not move the dot of a loop around it. */
    <T> T apart(long dot, Supplier<T> body) {
        Frame outer = frame;
        boolean setOutside = incrementSet;
        long incrementOutside = increment;
        frame = new Frame(dot);
        try {
            return body.get();
        } finally {
            frame = outer;
            incrementSet = setOutside;
            if (setOutside) {
                increment = incrementOutside;
            }
        }
    }

    /** Runs something with a dot of its own that begins as this one is, and becomes this one when it ends normally. */
    <T> T nested(Supplier<T> body) {
        Frame outer = frame;
        frame = new Frame(outer.dot());
        try {
            T result = body.get();
            outer.dot(frame.dot());
            return result;
        } finally {
            frame = outer;
        }
    }
}
