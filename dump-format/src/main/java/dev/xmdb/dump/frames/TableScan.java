package dev.xmdb.dump.frames;

import dev.xmdb.dump.Frames;

/**
 * The one pass over a table: collects runs, counts what is invalid, tells whether the table is sorted. Its inner loop does next to
 * nothing for an entry that continues a run, because large images have tens of millions of entries and few runs.
 */
final class TableScan {
    private static final int BATCH = 4096;
    private static final int RUNS_ALWAYS_KEPT = 1 << 16;
    private static final int ENTRIES_PER_RUN = 16;
    private static final long NO_CONTINUATION = -2;

    private final FrameTable table;
    private final long slotsInFile;
    private final boolean listed;
    private final FrameRuns runs;

    private long valid;
    private long firstInvalid = -1;
    private boolean validAfterInvalid;
    private boolean sorted = true;
    private long maxPfn = -1;
    private long maxMfn = -1;
    private long firstZero = -1;
    private long truncated;
    private long runCount;

    private long runPfn;
    private long runMfn;
    private long runSlot = -1;
    private long nextPfn = NO_CONTINUATION;
    private long nextMfn = NO_CONTINUATION;

    private TableScan(FrameTable table, long slotsInFile) {
        this.table = table;
        this.slotsInFile = slotsInFile;
        this.listed = table.machineFrames() == FrameTable.MachineFrames.LISTED;
        this.runs = new FrameRuns(Math.max(RUNS_ALWAYS_KEPT, table.entries() / ENTRIES_PER_RUN));
    }

    /**
     * Reads a whole table.
     *
     * @param slotsInFile slots whose pages the file holds; those from there on are counted as truncated
     */
    static TableScan of(FrameTable table, long slotsInFile) {
        TableScan scan = new TableScan(table, slotsInFile);
        scan.run();
        return scan;
    }

    /** The runs in table order; none when they are too many to be worth keeping. */
    FrameRuns runs() {
        return runs;
    }

    /** Entries that name a frame. */
    long valid() {
        return valid;
    }

    /** Whether valid PFNs ascend strictly. */
    boolean sorted() {
        return sorted;
    }

    /** Whether the valid entries come first and the invalid ones last. */
    boolean validFirst() {
        return !validAfterInvalid;
    }

    /** Valid entries whose page the file has lost. */
    long truncated() {
        return truncated;
    }

    /** Highest valid PFN, or -1. */
    long maxPfn() {
        return maxPfn;
    }

    /** Highest valid MFN, or -1. */
    long maxMfn() {
        return maxMfn;
    }

    /** Runs met whose pages the file holds. */
    long runCount() {
        return runCount;
    }

    /** Whether an entry names a guest frame. */
    boolean validEntry(long slot) {
        long pfn = table.pfn(slot);
        return plausible(pfn) && (slot == firstZero || !table.zero(pfn, table.mfn(slot)));
    }

    /** Whether a number can be a frame's. */
    static boolean plausible(long frame) {
        return frame >>> Long.numberOfTrailingZeros(FrameTable.FRAME_LIMIT) == 0;
    }

    private void run() {
        int numbersPerEntry = listed ? 2 : 1;
        long[] numbers = new long[BATCH * numbersPerEntry];
        long entries = table.entries();
        for (long first = 0; first < entries; ) {
            // A batch never straddles the end of the file's pages: runs end there.
            long end = first < slotsInFile ? Math.min(entries, slotsInFile) : entries;
            int count = (int) Math.min(BATCH, end - first);
            if (first == slotsInFile) {
                closeRun(first);
            }
            table.load(first, count, numbers);
            follow(first, numbers, count * numbersPerEntry, numbersPerEntry);
            first += count;
        }
        closeRun(entries);
    }

    /** Where machine frames are not listed, both numbers are taken to be one, and nobody asks for the machine side. */
    private void follow(long first, long[] numbers, int length, int numbersPerEntry) {
        long expectedPfn = nextPfn;
        long expectedMfn = nextMfn;
        for (int at = 0; at < length; at += numbersPerEntry) {
            long pfn = numbers[at];
            long mfn = numbers[at + numbersPerEntry - 1];
            if (pfn == expectedPfn && mfn == expectedMfn && plausible(pfn | mfn)) {
                expectedPfn++;
                expectedMfn++;
            } else {
                nextPfn = expectedPfn;
                nextMfn = expectedMfn;
                startRun(first + at / numbersPerEntry, pfn, mfn);
                expectedPfn = nextPfn;
                expectedMfn = nextMfn;
            }
        }
        nextPfn = expectedPfn;
        nextMfn = expectedMfn;
    }

    private void startRun(long slot, long pfn, long mfn) {
        closeRun(slot);
        boolean valid = plausible(pfn);
        if (valid && firstZero >= 0 && table.zero(pfn, mfn)) {
            valid = false;
        } else if (valid && firstZero < 0 && (pfn == 0 || table.zero(pfn, mfn))) {
            firstZero = slot;
        }
        if (!valid) {
            firstInvalid = firstInvalid < 0 ? slot : firstInvalid;
            return;
        }
        validAfterInvalid |= firstInvalid >= 0;
        sorted &= pfn > maxPfn;
        runPfn = pfn;
        runMfn = plausible(mfn) ? mfn : Frames.ABSENT;
        runSlot = slot;
        nextPfn = pfn + 1;
        nextMfn = runMfn == Frames.ABSENT ? NO_CONTINUATION : mfn + 1;
    }

    private void closeRun(long end) {
        if (runSlot >= 0) {
            long length = end - runSlot;
            runs.add(runPfn, runMfn, runSlot, length);
            valid += length;
            maxPfn = Math.max(maxPfn, runPfn + length - 1);
            maxMfn = runMfn == Frames.ABSENT ? maxMfn : Math.max(maxMfn, runMfn + length - 1);
            if (runSlot >= slotsInFile) {
                truncated += length;
            } else {
                runCount++;
            }
        }
        runSlot = -1;
        nextPfn = NO_CONTINUATION;
        nextMfn = NO_CONTINUATION;
    }
}
