package dev.xmdb.engine.output;

/** Turns emissions into a form that people or programs read. */
public interface Renderer {

    /**
     * Renders one emission.
     *
     * @param dcmd name of the command that emits it, as it is typed without {@code ::}
     * @param emission what it emits
     * @throws OutputClosedException when nobody reads any more
     */
    void emit(String dcmd, Emission emission);

    /** Lets everything rendered so far be seen. */
    void flush();
}
