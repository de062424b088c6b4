package dev.xmdb.target.guest.solaris.thread;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread's stack begins, and what returns where on it.
 *
 * @param thread address of the thread
 * @param origin how it was found
 * @param failure why it was not found; null when it was
 * @param sp the frame pointer that it begins with; 0 when it was not found
 * @param pc the code that goes on there; 0 when that is not known
 * @param returns the return addresses, innermost first, at most {@link #MOST_RETURNS}
 * @param truncated whether there are more of them
 * @param candidates where a stack may begin that was not found for certain
 */
public record ThreadStack(
        long thread,
        Origin origin,
        @Nullable Failure failure,
        long sp,
        long pc,
        List<Long> returns,
        boolean truncated,
        List<Candidate> candidates) {
    /** Most return addresses that are kept of a stack. */
    public static final int MOST_RETURNS = 254;

    /** Copies the lists. */
    public ThreadStack {
        returns = List.copyOf(returns);
        candidates = List.copyOf(candidates);
    }

    /** How a stack was found. */
    public enum Origin {
        /** By what the thread saved when it gave up its CPU. */
        SAVED,
        /** By the registers of the CPU that runs the thread. */
        RUNNING,
        /** By a search of the whole stack. */
        SEARCHED
    }

    /** Why a stack was not found. */
    public enum Failure {
        /** The thread's stack is not in memory. */
        NOT_IN_MEMORY("thread not in memory"),
        /** The thread does not say where its stack is, or that is not in the image. */
        CORRUPT("thread structure stack info corrupt"),
        /** Nothing on the stack leads to its end. */
        NOT_FOUND("no consistent stack found");

        private final String text;

        Failure(String text) {
            this.text = text;
        }

        /** As {@code ::stacks} says it. */
        public String text() {
            return text;
        }
    }

    /**
     * Where a stack may begin.
     *
     * @param fp the frame pointer there
     * @param levels how many frames can be followed from there
     */
    public record Candidate(long fp, int levels) {}

    /** Whether it was found. */
    public boolean found() {
        return failure == null;
    }
}
