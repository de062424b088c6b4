package dev.xmdb.target.search;

import dev.xmdb.target.work.Effort;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One search. The caller's thread goes through the page tables or frames and hears of what was found; two others search, a few pieces
 * ahead of it. Matches are told in the order of addresses and may cross from page to page wherever these are in the file, but not out of
 * a range.
 */
public final class MemorySearch {
    private static final int THREADS = 2;
    private static final int AHEAD = 8;
    private static final int MOST_PIECES = 256;
    private static final long PATIENCE_MILLISECONDS = 100;
    private static final String WHAT = "searching memory";

    private final SearchedMemory memory;
    private final SearchPattern pattern;
    private final Found found;
    private final Effort effort;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, MemorySearch::thread);
    private final ThreadLocal<Window> windows = ThreadLocal.withInitial(Window::new);
    private final ArrayDeque<Future<Result>> pending = new ArrayDeque<>();
    private final List<String> faults = new ArrayList<>();
    private List<Piece> gathered = new ArrayList<>();
    private long gatheredBytes;
    private long searched;
    private long endOfLast;
    private boolean lost;
    private boolean enough;

    /** Whoever hears of matches. */
    @FunctionalInterface
    public interface Found {
        /**
         * Takes a match.
         *
         * @param address where it begins
         * @param length its bytes
         * @return false when no more are wanted
         */
        boolean accept(long address, int length);
    }

    /**
     * What a search went through.
     *
     * @param bytes bytes that were searched; more when it was ended early than what the last match lies behind
     * @param faults what could not be searched, one sentence each
     */
    public record Report(long bytes, List<String> faults) {}

    private record Result(Hits hits, long bytes, boolean lost) {}

    private MemorySearch(SearchedMemory memory, SearchPattern pattern, Found found, Effort effort) {
        this.memory = memory;
        this.pattern = pattern;
        this.found = found;
        this.effort = effort;
    }

    /**
     * Searches ranges of memory; addresses in them that have no memory are passed over.
     *
     * @param memory the memory
     * @param ranges where; in any order
     * @param pattern what for
     * @param found hears of matches, on the caller's thread
     * @param effort hears of progress, and may end the search
     * @throws SearchFailedException when a regular expression fails
     */
    public static Report search(
            SearchedMemory memory, List<SearchRange> ranges, SearchPattern pattern, Found found, Effort effort) {
        var search = new MemorySearch(memory, pattern, found, effort);
        try {
            search.run(SearchRange.ordered(ranges));
        } finally {
            search.end();
        }
        return new Report(search.searched, List.copyOf(search.faults));
    }

    private void run(List<SearchRange> ranges) {
        var pieces = new Pieces(pattern.reach(), this::gather);
        Effort scanning = (what, done, total) -> advance();
        for (SearchRange range : ranges) {
            faults.addAll(memory.extents(range, pieces, scanning));
            if (!pieces.close() || enough) {
                return;
            }
        }
        submit();
        drain(0);
        if (lost) {
            faults.add("the image file became shorter after it was opened");
        }
    }

    /** Small pieces are searched together. */
    private boolean gather(Piece piece) {
        gathered.add(piece);
        gatheredBytes += piece.own();
        if (gatheredBytes >= Window.OWN || gathered.size() == MOST_PIECES) {
            submit();
        }
        return !enough;
    }

    private void submit() {
        if (!gathered.isEmpty()) {
            List<Piece> work = gathered;
            gathered = new ArrayList<>();
            gatheredBytes = 0;
            MemorySegment file = memory.bytes();
            pending.add(threads.submit(() -> find(file, work)));
            drain(AHEAD);
        }
    }

    private Result find(MemorySegment file, List<Piece> pieces) {
        Window window = windows.get();
        var hits = new Hits();
        long bytes = 0;
        boolean gone = false;
        for (Piece piece : pieces) {
            if (piece.copy(file, window)) {
                pattern.find(window, hits);
                bytes += piece.own();
            } else {
                gone = true;
            }
        }
        return new Result(hits, bytes, gone);
    }

    private void drain(int keep) {
        while (pending.size() > keep && !enough) {
            Result result = await(pending.removeFirst());
            lost |= result.lost();
            searched += result.bytes();
            deliver(result.hits());
            advance();
        }
    }

    private void deliver(Hits hits) {
        for (int i = 0; i < hits.size() && !enough; i++) {
            long address = hits.address(i);
            if (!pattern.exclusive() || Long.compareUnsigned(address, endOfLast) >= 0) {
                endOfLast = address + hits.length(i);
                enough = !found.accept(address, hits.length(i));
            }
        }
    }

    private Result await(Future<Result> future) {
        while (true) {
            try {
                return future.get(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                advance();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the search was stopped");
            } catch (ExecutionException failed) {
                switch (failed.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException(failed);
                }
            }
        }
    }

    private void advance() {
        effort.advance(WHAT, searched, memory.size());
    }

    /** Ends the threads and waits until none of them reads the image any more, which the caller may close. */
    private void end() {
        threads.shutdownNow();
        try {
            while (!threads.awaitTermination(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().name("xmdb-search").daemon().unstarted(work);
    }
}
