package dev.xmdb.target.search;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Cuts memory into pieces: each ends where memory does, or is so long and knows the bytes behind it that a match may need. */
final class Pieces implements SearchedMemory.Taker {
    private final int reach;
    private final Predicate<Piece> ready;
    private @Nullable Piece open;

    /**
     * Nothing yet.
     *
     * @param reach how many bytes after its first one a match may need
     * @param ready takes a piece; returns false when no more are wanted
     */
    Pieces(int reach, Predicate<Piece> ready) {
        this.reach = reach;
        this.ready = ready;
    }

    @Override
    public boolean accept(long address, long offset, long length) {
        if (open != null && open.end() != address && !close()) {
            return false;
        }
        Piece piece = open == null ? new Piece(address) : open;
        long done = 0;
        while (done < length) {
            int step = (int) Math.min(length - done, Window.OWN + reach - piece.total());
            piece.add(offset + done, step);
            done += step;
            if (piece.total() == Window.OWN + reach) {
                Piece rest = piece.split(Window.OWN);
                if (!ready.test(piece)) {
                    open = null;
                    return false;
                }
                piece = rest;
            }
        }
        open = piece;
        return true;
    }

    /** The memory after what came last is elsewhere, or of another range; returns false when no more is wanted. */
    boolean close() {
        Piece last = open;
        open = null;
        return last == null || last.total() == 0 || ready.test(last);
    }
}
