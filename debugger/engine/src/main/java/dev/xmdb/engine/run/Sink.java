package dev.xmdb.engine.run;

import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.engine.output.Renderer;

/** Where a command's emissions go: a renderer, or the next command of a pipeline. */
interface Sink {

    /**
     * Takes one emission.
     *
     * @param dcmd name of the command that emits it
     * @param emission what it emits
     * @throws OutputClosedException when the sink wants no more
     */
    void accept(String dcmd, Emission emission);

    /** Whether another command receives it. */
    boolean isPipe();

    /** Whether the sink wants no more. */
    boolean isClosed();

    /** A sink that renders. */
    final class Rendered implements Sink {
        private final Renderer renderer;
        private boolean closed;

        Rendered(Renderer renderer) {
            this.renderer = renderer;
        }

        @Override
        public void accept(String dcmd, Emission emission) {
            if (closed) {
                throw new OutputClosedException("closed");
            }
            try {
                renderer.emit(dcmd, emission);
            } catch (OutputClosedException e) {
                closed = true;
                throw e;
            }
        }

        @Override
        public boolean isPipe() {
            return false;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }
    }
}
