package dev.xmdb.engine;

/** How an invocation ended. */
public enum Status {
    /** Well. */
    OK,
    /** Well, and it wants no more: a loop ends here, and whatever feeds the pipe is stopped. */
    DONE,
    /** It failed, and said why; the rest of a loop still runs. */
    ERROR,
    /** It was called wrongly; the usage is printed and the pipeline stops. */
    USAGE,
    /** It failed in a way that stops the loop and the pipeline. */
    ABORT;

    /** Whether it counts as a success for the exit status. */
    public boolean succeeded() {
        return this == OK || this == DONE;
    }
}
