package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.output.OutputClosedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What goes wrong while commands run: told to the user in its place among the output, and remembered for the outcome. */
final class Troubles {
    private final Surroundings surroundings;
    /** What was answered in this run: a pipe asks the same for every value. */
    private final Map<String, Optional<String>> nearSymbols = new HashMap<>();

    private final Set<String> hints = new HashSet<>();
    private boolean failed;

    Troubles(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** A new run: nothing has failed in it. */
    void begin() {
        failed = false;
        nearSymbols.clear();
        hints.clear();
    }

    /** Tells the user what went wrong, and remembers that something did. */
    void error(String message) {
        report(message);
        fail();
    }

    /** Tells the user what went wrong and what may have been meant, and remembers that something did. */
    void error(DcmdException failure) {
        report(failure);
        fail();
    }

    /** Tells the user what is wrong with a token and, every time, what more there is to say about it; remembers that something is. */
    void error(String message, Optional<String> detail) {
        report(message);
        detail.ifPresent(this::report);
        fail();
    }

    /** Tells the user what went wrong and what may have been meant, the latter once in a run. */
    void report(DcmdException failure) {
        report(String.valueOf(failure.getMessage()));
        failure.hint().filter(hints::add).ifPresent(this::report);
    }

    /** Tells the user something. */
    void report(String message) {
        sink().message(message);
    }

    /** Where messages go, once everything that was printed before them can be seen. */
    ErrorSink sink() {
        surroundings.progress().clear();
        try {
            surroundings.renderer().flush();
        } catch (OutputClosedException e) {
            // The next emission finds that out again; a message is no reason to stop.
            fail();
        }
        return surroundings.errors();
    }

    /** Remembers that something went wrong. */
    void fail() {
        failed = true;
    }

    /** Whether something went wrong in this run. */
    boolean failed() {
        return failed;
    }

    /**
     * Runs something.
     *
     * @param body returns whether it could be run as a whole
     * @return whether it could, and nothing went wrong in it
     */
    boolean without(BooleanSupplier body) {
        boolean before = failed;
        failed = false;
        try {
            return body.getAsBoolean() && !failed;
        } finally {
            failed |= before;
        }
    }

    /** What may have been meant by a symbol that there is none of, which takes long to find and is looked for once in a run. */
    Optional<String> nearSymbol(String symbol, Supplier<Optional<String>> search) {
        return nearSymbols.computeIfAbsent(symbol, name -> search.get());
    }
}
