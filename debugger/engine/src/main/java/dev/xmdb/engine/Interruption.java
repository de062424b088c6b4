package dev.xmdb.engine;

/** The user's wish to stop the running command; requested from any thread, noticed by the one that runs it. */
public final class Interruption {
    private volatile boolean requested;

    /** Nothing requested yet. */
    public Interruption() {}

    /** Asks the running command to stop. */
    public void request() {
        requested = true;
    }

    /** Forgets the request. */
    public void clear() {
        requested = false;
    }

    /** Whether a stop was requested. */
    public boolean requested() {
        return requested;
    }

    /**
     * Stops the command when that was requested.
     *
     * @throws InterruptedCommandException when it was
     */
    public void check() {
        if (requested) {
            throw new InterruptedCommandException();
        }
    }
}
