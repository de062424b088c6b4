package dev.xmdb.engine.run;

/** What no command means to happen, as one sentence: too little memory, a file that shrank, a mistake in the program. */
public final class UnexpectedFailure {

    private UnexpectedFailure() {}

    /**
     * The sentence.
     *
     * @param where the command as it is typed, or what else was going on
     * @param failure what happened
     */
    public static String sentence(String where, Throwable failure) {
        return switch (failure) {
            case StackOverflowError ignored -> where + ": nested too deeply";
            case OutOfMemoryError ignored -> where + ": failed to allocate needed memory";
            case InternalError fault
            when isLostMapping(fault) -> where + ": the image file became shorter after it was opened";
            default -> "internal error in " + where + ": " + oneLine(failure);
        };
    }

    /** Java reports a read of a mapped page that the file no longer has as a fault of a memory access. */
    private static boolean isLostMapping(InternalError fault) {
        String message = fault.getMessage();
        return message != null && message.contains("memory access");
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return message == null ? name : name + ": " + message.replace('\n', ' ');
    }
}
