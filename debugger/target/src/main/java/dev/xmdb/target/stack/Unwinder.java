package dev.xmdb.target.stack;

/** Follows a stack from its innermost frame outwards. Never fails: what stops it is the unwind's end. */
@FunctionalInterface
public interface Unwinder {

    /**
     * Where a stack is followed from.
     *
     * @param pc the code that runs there; 0 when only its callers are asked for
     * @param sp the stack pointer
     * @param fp the frame pointer
     */
    record Start(long pc, long sp, long fp) {
        /** A start that knows its frame pointer only: the first frame shown is the one that it returns to. */
        public static Start atFrame(long fp) {
            return new Start(0, fp, fp);
        }
    }

    /** Follows a stack. */
    Unwind unwind(Start start);
}
