package dev.xmdb.dcmds.core.rows;

import dev.xmdb.dcmds.core.types.MisnamedException;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.PipedRow;
import dev.xmdb.engine.RowDcmd;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A pass over rows that compares them by keys. The first header is kept for when there is a row to print under it. */
abstract class RowPass implements RowDcmd.Rows {
    private final Invocation in;
    private final List<Key> keys;
    private Emission.@Nullable Header header;

    RowPass(Invocation in, List<Key> keys) {
        this.in = in;
        this.keys = List.copyOf(keys);
    }

    Invocation in() {
        return in;
    }

    List<Key> keys() {
        return keys;
    }

    @Override
    public void header(Emission.Header next) {
        if (header == null) {
            header = next;
        }
    }

    /** Prints the header, once, unless another command receives the rows. */
    void printHeader() {
        printHeader(UnaryOperator.identity());
    }

    /**
     * The same with a header that is another one.
     *
     * @param change makes it of the first one
     */
    void printHeader(UnaryOperator<Emission.Header> change) {
        Emission.Header kept = header;
        if (kept != null && !in.isPipeOutput()) {
            in.out().emit(change.apply(kept));
        }
        header = null;
    }

    /** Takes a row; a member that no row can have ends the pass. */
    @Override
    public final Status row(PipedRow row) {
        try {
            return take(row);
        } catch (MisnamedException failure) {
            in.warn(String.valueOf(failure.getMessage()));
            return Status.ABORT;
        }
    }

    /**
     * Takes a row.
     *
     * @throws DcmdException when a key cannot be read
     */
    abstract Status take(PipedRow row);

    /** Whether a key was in no row so far. */
    boolean isMisnamed() {
        return keys.stream().anyMatch(key -> key.complaint() != null);
    }

    /** What a wrong name leads to is not printed. */
    @Override
    public final Status end() {
        if (!isMisnamed()) {
            finish();
            return Status.OK;
        }
        keys.stream().map(Key::complaint).filter(Objects::nonNull).forEach(in::warn);
        keys.stream().map(Key::hint).filter(Objects::nonNull).distinct().forEach(in::warn);
        return Status.ERROR;
    }

    /** All rows were taken. */
    void finish() {}
}
