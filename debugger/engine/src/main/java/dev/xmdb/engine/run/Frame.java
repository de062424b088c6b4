package dev.xmdb.engine.run;

/** One level of evaluation with its own dot. */
final class Frame {
    private long dot;

    Frame(long dot) {
        this.dot = dot;
    }

    long dot() {
        return dot;
    }

    void dot(long address) {
        dot = address;
    }
}
