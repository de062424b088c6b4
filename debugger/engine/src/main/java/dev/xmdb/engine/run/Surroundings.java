package dev.xmdb.engine.run;

import dev.xmdb.engine.SessionLog;
import dev.xmdb.engine.output.Renderer;

/**
 * What a session needs from the program around it.
 *
 * @param renderer where output goes
 * @param errors where messages go
 * @param shell runs {@code !} commands
 * @param progress shows how far long commands are
 * @param log gets a copy of what is shown
 */
public record Surroundings(Renderer renderer, ErrorSink errors, ShellRunner shell, Progress progress, SessionLog log) {

    /** The same without a log. */
    public Surroundings(Renderer renderer, ErrorSink errors, ShellRunner shell, Progress progress) {
        this(renderer, errors, shell, progress, SessionLog.NONE);
    }

    /** Output and messages only: no shell, no progress. */
    public static Surroundings of(Renderer renderer, ErrorSink errors) {
        return new Surroundings(renderer, errors, ShellRunner.NONE, Progress.NONE);
    }
}
