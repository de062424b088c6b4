package dev.xmdb.engine;

/** How an invocation ended. */
public enum Status {
    /** Well. */
    OK,
    /** It failed, and said why; the rest of a loop still runs. */
    ERROR,
    /** It was called wrongly; the usage is printed and the pipeline stops. */
    USAGE,
    /** It failed in a way that stops the loop and the pipeline. */
    ABORT
}
